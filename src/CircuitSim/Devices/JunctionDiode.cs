using static CircuitSim.Devices.PhysicalConstants;

namespace CircuitSim.Devices;

/// <summary>
/// SPICE's junction diode without its series resistance:
/// <code>
/// i = I_s (e^(v / n V_t) − 1)                     v ≥ −3 n V_t
///   = −I_s (1 + (3 n V_t / (e v))³)               −V_b ≤ v below: saturates with a continuous slope
///   = −I_s e^(−(V_b + v) / n_b V_t)               v &lt; −V_b: breakdown
/// q = tt · i + charge of the depletion layer
/// </code>
/// with what <see cref="SecondaryCurrents"/> adds for cards that say more. Currents and charges are those of the whole area and all
/// parallel diodes, at the temperature of the diode.
/// </summary>
public readonly struct JunctionDiode
{
    /// <summary>Above this exponent the current goes on as a straight line; nothing physical is there, only overflow.</summary>
    internal const double LargestExponent = 300;

    private readonly double saturation, slopeVoltage, breakdownSlope, breakdown, transitTime, largestForward;
    private readonly JunctionCapacitance depletion;
    private readonly SecondaryCurrents? secondary;

    /// <param name="p">Checked; its own nominal temperature goes before <paramref name="nominalCelsius"/>.</param>
    /// <param name="area">Area times the number of parallel diodes.</param>
    /// <param name="celsius">Temperature of the diode [°C].</param>
    /// <param name="nominalCelsius">Temperature at which the parameters were measured [°C].</param>
    /// <param name="perimeter">Perimeter times that number.</param>
    public JunctionDiode(DiodeParameters p, double area, double celsius, double nominalCelsius, double perimeter = 0)
    {
        var nominal = ZeroCelsius + (p.NominalTemperature ?? nominalCelsius);
        var temperature = ZeroCelsius + celsius;
        var thermal = ThermalVoltage(temperature);
        var (ratio, difference) = (temperature / nominal, temperature - nominal);
        slopeVoltage = p.EmissionCoefficient * thermal;
        breakdownSlope = (p.BreakdownEmissionCoefficient ?? p.EmissionCoefficient) * thermal;
        var sidewall = p.SidewallSaturationCurrent * perimeter * Growth(p.SidewallEmission ?? 1, p.ActivationEnergy, p.SaturationCurrentExponent);
        var bottom = p.SaturationCurrent * area * Growth(p.EmissionCoefficient, p.ActivationEnergy, p.SaturationCurrentExponent);
        saturation = p.SidewallEmission is null ? bottom + sidewall : bottom;

        var grading = Math.Min(p.GradingCoefficient * Drift(p.GradingDrift), 0.9);
        var potential = p.HasOwnCapacitanceDrift
            ? p.JunctionPotential - p.PotentialFall.Bottom * (temperature - ReferenceTemperature)
            : PotentialAt(p.JunctionPotential, nominal, temperature);
        depletion = Depletion(p.JunctionCapacitance * area, p.JunctionPotential, grading, p.ForwardCapacitanceCoefficient, p.CapacitanceDrift.Bottom, p.PotentialFall.Bottom);
        transitTime = p.TransitTime * Drift(p.TransitTimeDrift);
        largestForward = LargestExponent * slopeVoltage;
        breakdown = p.BreakdownVoltage is { } bv
            ? EffectiveBreakdown(bv * Drift(p.BreakdownDrift) - p.BreakdownFall * difference, p.BreakdownCurrent * area, bottom, thermal, breakdownSlope)
            : double.PositiveInfinity;
        SeriesConductance = p.SeriesResistance > 0 ? area / (p.SeriesResistance * Drift(p.ResistanceDrift)) : null;

        var knees = (p.ForwardKnee * area * (1 + p.KneeDrift * difference), p.ReverseKnee * area);
        var recombination = p.RecombinationCurrent * area * Growth(p.RecombinationEmission, p.ActivationEnergy, p.SaturationCurrentExponent);
        var tunnel = (p.TunnelCurrent * area + p.SidewallTunnelCurrent * perimeter) * Growth(p.TunnelEmission, p.TunnelEnergyPart * p.ActivationEnergy, p.TunnelExponent);
        var ownSidewall = p.SidewallEmission is null ? 0 : sidewall;
        var sidewallDepletion = Depletion(
            p.SidewallCapacitance * perimeter, p.SidewallPotential, p.SidewallGrading, p.SidewallForwardCoefficient, p.CapacitanceDrift.Sidewall, p.PotentialFall.Sidewall);
        if (knees != (0, 0) || recombination + tunnel + ownSidewall > 0 || !sidewallDepletion.IsZero)
        {
            secondary = new SecondaryCurrents(
                p, thermal, (breakdown, breakdownSlope), (potential, grading), knees, recombination, ownSidewall, tunnel, sidewallDepletion);
        }

        double Drift((double Linear, double Quadratic) by) => 1 + (by.Linear + by.Quadratic * difference) * difference;

        // I(T) = I (T/T_nom)^(xti/n) e^((T/T_nom − 1) eg / n V_t)
        double Growth(double n, double energy, double exponent) => Math.Exp((ratio - 1) * energy / (n * thermal) + exponent / n * Math.Log(ratio));

        JunctionCapacitance Depletion(double zeroBias, double potential, double grading, double forward, double drift, double fall) => p.HasOwnCapacitanceDrift
            ? new(zeroBias * (1 + drift * (temperature - ReferenceTemperature)), potential - fall * (temperature - ReferenceTemperature), grading, forward)
            : new(zeroBias, potential, grading, forward, nominal, temperature);
    }

    /// <summary>1/R_s; null without series resistance [S].</summary>
    public double? SeriesConductance { get; }

    /// <summary>n V_t [V].</summary>
    public double SlopeVoltage => slopeVoltage;

    /// <summary>Voltage at which the curvature of i(v) is largest; above it, steps of an iteration need limiting [V].</summary>
    public double CriticalVoltage => slopeVoltage * Math.Log(slopeVoltage / (Math.Sqrt(2) * saturation));

    /// <summary>n_b V_t [V].</summary>
    public double BreakdownSlopeVoltage => breakdownSlope;

    /// <summary>V_b > 0; infinite without breakdown [V].</summary>
    public double BreakdownVoltage => breakdown;

    public bool HasCharge => transitTime > 0 || !depletion.IsZero || secondary is { HasCharge: true };

    /// <summary>i(v) and di/dv [A], [S].</summary>
    public (double Current, double Conductance) CurrentAt(double v)
    {
        double current, conductance;
        if (v >= -3 * slopeVoltage)
        {
            var e = Math.Exp(Math.Min(v, largestForward) / slopeVoltage);
            conductance = saturation * e / slopeVoltage;
            current = saturation * (e - 1) + (v > largestForward ? conductance * (v - largestForward) : 0);
        }
        else
        {
            (current, conductance) = Reverse(v, saturation, slopeVoltage, breakdown, breakdownSlope);
        }

        return secondary is null ? (current, conductance) : secondary.Complete(v, current, conductance);
    }

    /// <summary>q and dq/dv of the junction [C], [F].</summary>
    /// <param name="current">i(v) as <see cref="CurrentAt"/> gives it [A].</param>
    /// <param name="conductance">di/dv [S].</param>
    public (double Charge, double Capacitance) ChargeAt(double v, double current, double conductance)
    {
        var (charge, capacitance) = depletion.At(v);
        if (secondary is { HasCharge: true })
        {
            var (sidewall, slope) = secondary.SidewallChargeAt(v);
            (charge, capacitance) = (charge + sidewall, capacitance + slope);
        }

        return (charge + transitTime * current, capacitance + transitTime * conductance);
    }

    /// <summary>The three branches of a diffusion current of its own.</summary>
    internal static (double Current, double Conductance) Diffusion(double v, double saturation, double slope, double breakdown, double breakdownSlope)
    {
        if (v < -3 * slope)
            return Reverse(v, saturation, slope, breakdown, breakdownSlope);
        var e = Math.Exp(Math.Min(v / slope, LargestExponent));
        var conductance = saturation * e / slope;
        return (saturation * (e - 1) + conductance * Math.Max(v - LargestExponent * slope, 0), conductance);
    }

    private static (double Current, double Conductance) Reverse(double v, double saturation, double slope, double breakdown, double breakdownSlope)
    {
        if (v >= -breakdown)
        {
            var a = 3 * slope / (v * Math.E);
            a *= a * a;
            return (-saturation * (1 + a), saturation * 3 * a / v);
        }

        var avalanche = Math.Exp(Math.Min(-(breakdown + v) / breakdownSlope, LargestExponent));
        return (-saturation * avalanche, saturation * avalanche / breakdownSlope);
    }

    /// <summary>The V_b at which the breakdown branch passes through (−bv, −ibv).</summary>
    private static double EffectiveBreakdown(double bv, double ibv, double saturation, double thermal, double slope)
    {
        // A smaller current at bv than that of the saturated branch cannot be met; SPICE raises it.
        if (ibv < saturation * bv / thermal)
            return bv;
        var v = bv - slope * Math.Log(1 + ibv / saturation);
        for (var k = 0; k < 25; k++)
        {
            v = bv - slope * Math.Log(ibv / saturation + 1 - v / thermal);
            if (Math.Abs(saturation * (Math.Exp((bv - v) / slope) - 1 + v / thermal) - ibv) <= 1e-9 * ibv)
                break;
        }

        return v;
    }
}
