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
/// Currents and charges are those of the whole area and all parallel diodes, at the temperature of the circuit.
/// </summary>
public readonly struct JunctionDiode
{
    /// <summary>Above this exponent the current goes on as a straight line; nothing physical is there, only overflow.</summary>
    private const double LargestExponent = 300;

    private readonly double saturation, slopeVoltage, breakdownSlope, breakdown, transitTime, largestForward;
    private readonly JunctionCapacitance depletion;

    /// <param name="parameters">Checked; its own nominal temperature goes before <paramref name="nominalCelsius"/>.</param>
    /// <param name="area">Area times the number of parallel diodes.</param>
    /// <param name="celsius">Temperature of the circuit [°C].</param>
    /// <param name="nominalCelsius">Temperature at which the parameters were measured [°C].</param>
    public JunctionDiode(DiodeParameters parameters, double area, double celsius, double nominalCelsius)
    {
        var nominal = ZeroCelsius + (parameters.NominalTemperature ?? nominalCelsius);
        var temperature = ZeroCelsius + celsius;
        var thermal = ThermalVoltage(temperature);
        slopeVoltage = parameters.EmissionCoefficient * thermal;
        breakdownSlope = (parameters.BreakdownEmissionCoefficient ?? parameters.EmissionCoefficient) * thermal;
        // I_s(T) = I_s (T/T_nom)^(xti/n) e^((T/T_nom − 1) eg / n V_t)
        var ratio = temperature / nominal;
        saturation = parameters.SaturationCurrent * area * Math.Exp(
            (ratio - 1) * parameters.ActivationEnergy / slopeVoltage + parameters.SaturationCurrentExponent / parameters.EmissionCoefficient * Math.Log(ratio));
        depletion = new JunctionCapacitance(parameters.JunctionCapacitance * area, parameters.JunctionPotential, parameters.GradingCoefficient,
            parameters.ForwardCapacitanceCoefficient, nominal, temperature);
        transitTime = parameters.TransitTime;
        largestForward = LargestExponent * slopeVoltage;
        breakdown = parameters.BreakdownVoltage is { } bv
            ? EffectiveBreakdown(bv, parameters.BreakdownCurrent * area, saturation, breakdownSlope)
            : double.PositiveInfinity;
        SeriesConductance = parameters.SeriesResistance > 0 ? area / parameters.SeriesResistance : null;
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

    public bool HasCharge => transitTime > 0 || !depletion.IsZero;

    /// <summary>i(v) and di/dv [A], [S].</summary>
    public (double Current, double Conductance) CurrentAt(double v)
    {
        if (v >= -3 * slopeVoltage)
        {
            var e = Math.Exp(Math.Min(v, largestForward) / slopeVoltage);
            var conductance = saturation * e / slopeVoltage;
            return (saturation * (e - 1) + (v > largestForward ? conductance * (v - largestForward) : 0), conductance);
        }

        if (v >= -breakdown)
        {
            var a = 3 * slopeVoltage / (v * Math.E);
            a *= a * a;
            return (-saturation * (1 + a), saturation * 3 * a / v);
        }

        var avalanche = Math.Exp(Math.Min(-(breakdown + v) / breakdownSlope, LargestExponent));
        return (-saturation * avalanche, saturation * avalanche / breakdownSlope);
    }

    /// <summary>q and dq/dv of the junction [C], [F].</summary>
    /// <param name="current">i(v) as <see cref="CurrentAt"/> gives it [A].</param>
    /// <param name="conductance">di/dv [S].</param>
    public (double Charge, double Capacitance) ChargeAt(double v, double current, double conductance)
    {
        var (charge, capacitance) = depletion.At(v);
        return (charge + transitTime * current, capacitance + transitTime * conductance);
    }

    /// <summary>The V_b at which the breakdown branch passes through (−bv, −ibv).</summary>
    private static double EffectiveBreakdown(double bv, double ibv, double saturation, double slope)
    {
        // A smaller current at bv than that of the saturated branch cannot be met; SPICE raises it.
        if (ibv < saturation * bv / slope)
            return bv;
        var v = bv - slope * Math.Log(1 + ibv / saturation);
        for (var k = 0; k < 25; k++)
        {
            v = bv - slope * Math.Log(ibv / saturation + 1 - v / slope);
            if (Math.Abs(saturation * (Math.Exp((bv - v) / slope) - 1 + v / slope) - ibv) <= 1e-3 * ibv)
                break;
        }

        return v;
    }
}
