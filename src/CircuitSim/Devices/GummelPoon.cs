using static CircuitSim.Devices.PhysicalConstants;

namespace CircuitSim.Devices;

/// <summary>
/// SPICE's bipolar transistor (H. K. Gummel and H. C. Poon, Bell Syst. Tech. J. 49, 1970, p. 827, in the form of L. W. Nagel,
/// UCB/ERL-M520, 1975, and T. L. Quarles, UCB/ERL-M89/42, 1989) as an npn one: of a pnp one all voltages and currents are
/// reversed, see <see cref="Polarity"/>. Between the inner nodes b, c and e
/// <code>
/// i_f = I_s (e^(v_be / nf V_t) − 1)              i_r = I_s (e^(v_bc / nr V_t) − 1)
/// q_1 = 1 / (1 − v_bc/vaf − v_be/var)            q_2 = i_f/ikf + i_r/ikr
/// q_b = q_1 (1 + (1 + 4 q_2)^nk) / 2            nk = ½ unless given
/// i_ce = (i_f − i_r) / q_b                       from c to e
/// i_be = i_f/bf + ise (e^(v_be / ne V_t) − 1)    from b to e
/// i_bc = i_r/br + isc (e^(v_bc / nc V_t) − 1)    from b to c
/// </code>
/// The base's resistance falls with q_b, or where irb is given with the base current; the charge of the forward current
/// is tf (1 + xtf …) i_f / q_b. The resistances of emitter and collector lie outside. Currents and charges are of the
/// whole area, at the transistor's temperature.
/// </summary>
public readonly struct GummelPoon
{
    /// <summary>1/q_1 goes no lower: an Early voltage that a junction reaches is none.</summary>
    private const double LeastInverseQ1 = 1e-3;

    /// <summary>Above this exponent a current goes on as a straight line; nothing physical is there, only overflow.</summary>
    private const double LargestExponent = 300;

    private readonly double thermal, saturation, reverseSaturation, forwardSlope, reverseSlope, forwardGain, reverseGain;
    private readonly double emitterLeakage, emitterLeakageSlope, collectorLeakage, collectorLeakageSlope, substrateSaturation, substrateSlope;
    private readonly double inverseForwardEarly, inverseReverseEarly, inverseForwardKnee, inverseReverseKnee, kneeExponent;
    private readonly double baseResistance, leastBaseResistance, halfResistanceCurrent;
    private readonly double forwardTransit, growth, inverseGrowthVoltage, growthCurrent, reverseTransit;
    private readonly JunctionCapacitance emitterDepletion, innerDepletion, outerDepletion, substrateDepletion;

    /// <param name="p">Checked; its own nominal temperature goes before <paramref name="nominalCelsius"/>.</param>
    /// <param name="celsius">Temperature of the transistor [°C].</param>
    /// <param name="nominalCelsius">Temperature at which the parameters were measured [°C].</param>
    public GummelPoon(BipolarParameters p, BipolarAreas areas, double celsius, double nominalCelsius)
    {
        var nominal = ZeroCelsius + (p.NominalTemperature ?? nominalCelsius);
        var temperature = ZeroCelsius + celsius;
        var ratio = temperature / nominal;
        thermal = ThermalVoltage(temperature);
        Polarity = p.IsPnp ? -1 : 1;
        IsLateral = p.IsLateral;
        var area = areas.Emitter;
        var (collectorArea, substrateArea) = p.IsLateral ? (areas.Collector, areas.Base) : (areas.Base, areas.Collector);

        // I_s(T) = I_s e^w with w = (T/T_nom − 1) eg/V_t + xti ln(T/T_nom); leakages follow e^(w/n) and the inverse of the gains.
        var growthExponent = (ratio - 1) * p.ActivationEnergy / thermal + p.SaturationCurrentExponent * Math.Log(ratio);
        var gainGrowth = Math.Pow(ratio, p.GainExponent);
        saturation = p.SaturationCurrent * area * Math.Exp(growthExponent);
        reverseSaturation = p.SaturationCurrent * collectorArea * Math.Exp(growthExponent);
        substrateSaturation = p.SubstrateSaturationCurrent * area * Math.Exp(growthExponent);
        emitterLeakage = p.EmitterLeakage * area * Math.Exp(growthExponent / p.EmitterLeakageEmission) / gainGrowth;
        collectorLeakage = p.CollectorLeakage * collectorArea * Math.Exp(growthExponent / p.CollectorLeakageEmission) / gainGrowth;
        (forwardGain, reverseGain) = (p.ForwardGain * gainGrowth, p.ReverseGain * gainGrowth);
        (forwardSlope, reverseSlope) = (p.ForwardEmission * thermal, p.ReverseEmission * thermal);
        (emitterLeakageSlope, collectorLeakageSlope) = (p.EmitterLeakageEmission * thermal, p.CollectorLeakageEmission * thermal);
        substrateSlope = p.SubstrateEmission * thermal;

        (inverseForwardEarly, inverseReverseEarly) = (Inverse(p.ForwardEarlyVoltage), Inverse(p.ReverseEarlyVoltage));
        (inverseForwardKnee, inverseReverseKnee) = (Inverse(p.ForwardKnee * area), Inverse(p.ReverseKnee * area));
        kneeExponent = p.KneeExponent;
        baseResistance = p.BaseResistance / area;
        leastBaseResistance = (p.LeastBaseResistance ?? p.BaseResistance) / area;
        halfResistanceCurrent = p.BaseResistanceCurrent * area;
        CollectorConductance = p.CollectorResistance > 0 ? area / p.CollectorResistance : null;
        EmitterConductance = p.EmitterResistance > 0 ? area / p.EmitterResistance : null;

        (forwardTransit, reverseTransit, growth) = (p.ForwardTransitTime, p.ReverseTransitTime, p.TransitTimeGrowth);
        inverseGrowthVoltage = Inverse(p.TransitTimeVoltage * 1.44);
        growthCurrent = p.TransitTimeCurrent * area;
        ExcessDelay = p.ExcessPhase * Math.PI / 180 * p.ForwardTransitTime;
        var fc = p.ForwardCapacitanceCoefficient;
        emitterDepletion = new JunctionCapacitance(p.EmitterCapacitance * area, p.EmitterPotential, p.EmitterGrading, fc, nominal, temperature);
        innerDepletion = Collector(p.InnerCollectorPart);
        outerDepletion = Collector(1 - p.InnerCollectorPart);
        // Forward, the substrate's capacitance is its tangent at zero.
        substrateDepletion = new JunctionCapacitance(
            p.SubstrateCapacitance * substrateArea, p.SubstratePotential, p.SubstrateGrading, 0, nominal, temperature);

        JunctionCapacitance Collector(double part) =>
            new(p.CollectorCapacitance * collectorArea * part, p.CollectorPotential, p.CollectorGrading, fc, nominal, temperature);

        static double Inverse(double value) => value > 0 ? 1 / value : 0;
    }

    /// <summary>+1 for npn, −1 for pnp: the factor between the circuit's voltages and those of the equations.</summary>
    public double Polarity { get; }

    /// <summary>Whether the substrate's junction lies at the base and not at the collector.</summary>
    public bool IsLateral { get; }

    /// <summary>The factor between the circuit's voltage from substrate to base or collector and the forward voltage of that junction.</summary>
    public double SubstratePolarity => IsLateral ? -Polarity : Polarity;

    /// <summary>Null without resistance [S].</summary>
    public double? CollectorConductance { get; }

    /// <summary>Null without resistance [S].</summary>
    public double? EmitterConductance { get; }

    /// <summary>Whether the base has a resistance.</summary>
    public bool HasBaseResistance => baseResistance > 0;

    /// <summary>Whether that resistance follows the currents.</summary>
    public bool HasVariableBaseResistance => baseResistance > 0 && baseResistance != leastBaseResistance;

    /// <summary>Without current [S].</summary>
    public double BaseConductance => 1 / baseResistance;

    public bool HasEmitterCharge => forwardTransit > 0 || !emitterDepletion.IsZero;

    public bool HasCollectorCharge => reverseTransit > 0 || !innerDepletion.IsZero;

    public bool HasOuterCharge => !outerDepletion.IsZero;

    public bool HasSubstrateCharge => !substrateDepletion.IsZero;

    /// <summary>By how much the transport current lags behind i_f: ptf in radians times tf [s].</summary>
    public double ExcessDelay { get; }

    /// <summary>V_t [V].</summary>
    public double ThermalVoltageOfJunctions => thermal;

    /// <summary>Of base–emitter and base–collector [V].</summary>
    public double CriticalVoltage => thermal * Math.Log(thermal / (Math.Sqrt(2) * Math.Max(saturation, reverseSaturation)));

    /// <summary>Infinite without a current [V].</summary>
    public double SubstrateCriticalVoltage =>
        substrateSaturation > 0 ? thermal * Math.Log(thermal / (Math.Sqrt(2) * substrateSaturation)) : double.PositiveInfinity;

    /// <summary>i_f and its slope [A], [S].</summary>
    public (double Current, double Conductance) ForwardAt(double vbe) => Junction(vbe, saturation, forwardSlope);

    /// <summary>i_r and its slope [A], [S].</summary>
    public (double Current, double Conductance) ReverseAt(double vbc) => Junction(vbc, reverseSaturation, reverseSlope);

    /// <summary>i_be and its slope [A], [S].</summary>
    public (double Current, double Conductance) BaseEmitterAt(double vbe, in (double Current, double Conductance) forward)
    {
        var (leakage, slope) = Junction(vbe, emitterLeakage, emitterLeakageSlope);
        return (forward.Current / forwardGain + leakage, forward.Conductance / forwardGain + slope);
    }

    /// <summary>i_bc and its slope [A], [S].</summary>
    public (double Current, double Conductance) BaseCollectorAt(double vbc, in (double Current, double Conductance) reverse)
    {
        var (leakage, slope) = Junction(vbc, collectorLeakage, collectorLeakageSlope);
        return (reverse.Current / reverseGain + leakage, reverse.Conductance / reverseGain + slope);
    }

    /// <summary>Current of the substrate's junction, and its slope [A], [S].</summary>
    public (double Current, double Conductance) SubstrateAt(double v) => Junction(v, substrateSaturation, substrateSlope);

    /// <summary>q_b.</summary>
    public FunctionOfTwo BaseChargeAt(double vbe, double vbc, in (double Current, double Conductance) forward, in (double Current, double Conductance) reverse)
    {
        var inverse = 1 - vbc * inverseForwardEarly - vbe * inverseReverseEarly;
        var q1 = 1 / Math.Max(inverse, LeastInverseQ1);
        var (byEmitter, byCollector) = inverse > LeastInverseQ1 ? (q1 * inverseReverseEarly, q1 * inverseForwardEarly) : (0, 0);
        if (inverseForwardKnee == 0 && inverseReverseKnee == 0)
            return new FunctionOfTwo(q1, q1 * byEmitter, q1 * byCollector);
        var argument = 1 + 4 * (forward.Current * inverseForwardKnee + reverse.Current * inverseReverseKnee);
        if (argument <= 0)
            return new FunctionOfTwo(q1 / 2, q1 / 2 * byEmitter, q1 / 2 * byCollector);
        var root = kneeExponent == 0.5 ? Math.Sqrt(argument) : Math.Pow(argument, kneeExponent);
        var qb = q1 * (1 + root) / 2;
        var slope = 2 * kneeExponent * q1 * root / argument;
        return new FunctionOfTwo(
            qb, qb * byEmitter + slope * inverseForwardKnee * forward.Conductance, qb * byCollector + slope * inverseReverseKnee * reverse.Conductance);
    }

    /// <summary>The base's conductance: 1 / (rbm + (rb − rbm) / q_b), or where irb is given with 3 (tan z − z) / (z tan² z) for 1/q_b [S].</summary>
    /// <param name="baseCurrent">i_be + i_bc [A].</param>
    public FunctionOfTwo BaseConductanceAt(in FunctionOfTwo baseCurrent, in FunctionOfTwo baseCharge)
    {
        var spread = baseResistance - leastBaseResistance;
        double part, byEmitter, byCollector;
        if (halfResistanceCurrent == 0)
        {
            part = 1 / baseCharge.Value;
            (byEmitter, byCollector) = (-part * part * baseCharge.ByEmitter, -part * part * baseCharge.ByCollector);
        }
        else
        {
            (part, var slope) = Crowding(baseCurrent.Value / halfResistanceCurrent);
            slope /= halfResistanceCurrent;
            (byEmitter, byCollector) = (slope * baseCurrent.ByEmitter, slope * baseCurrent.ByCollector);
        }

        var conductance = 1 / (leastBaseResistance + spread * part);
        var factor = -conductance * conductance * spread;
        return new FunctionOfTwo(conductance, factor * byEmitter, factor * byCollector);
    }

    /// <summary>Charge between base and emitter: depletion, and for v_be > 0 tf (1 + xtf (i_f / (i_f + itf))² e^(v_bc / 1.44 vtf)) i_f / q_b [C].</summary>
    public FunctionOfTwo EmitterChargeAt(double vbe, double vbc, in (double Current, double Conductance) forward, in FunctionOfTwo baseCharge)
    {
        var (charge, capacitance) = emitterDepletion.At(vbe);
        if (forwardTransit == 0)
            return new FunctionOfTwo(charge, capacitance, 0);
        var (current, conductance) = forward;
        if (vbe <= 0)
            return new FunctionOfTwo(charge + forwardTransit * current, capacitance + forwardTransit * conductance, 0);
        var grown = growth == 0 ? 0 : growth * Math.Exp(Math.Min(vbc * inverseGrowthVoltage, LargestExponent));
        // (i (1 + g r²))' = 1 + g r² (3 − 2 r) with r = i / (i + itf)
        var slope = grown;
        if (growthCurrent > 0)
        {
            var r = current / (current + growthCurrent);
            grown *= r * r;
            slope = grown * (3 - 2 * r);
        }

        var qb = baseCharge.Value;
        var stored = forwardTransit * current * (1 + grown) / qb;
        return new FunctionOfTwo(
            charge + stored,
            capacitance + (forwardTransit * conductance * (1 + slope) - stored * baseCharge.ByEmitter) / qb,
            (forwardTransit * current * grown * inverseGrowthVoltage - stored * baseCharge.ByCollector) / qb);
    }

    /// <summary>Charge between the inner base and the collector, and its slope [C], [F].</summary>
    public (double Charge, double Capacitance) CollectorChargeAt(double vbc, in (double Current, double Conductance) reverse)
    {
        var (charge, capacitance) = innerDepletion.At(vbc);
        return (charge + reverseTransit * reverse.Current, capacitance + reverseTransit * reverse.Conductance);
    }

    /// <summary>Charge between the outer base and the collector, and its slope [C], [F].</summary>
    public (double Charge, double Capacitance) OuterChargeAt(double v) => outerDepletion.At(v);

    /// <summary>Charge of the substrate's junction, and its slope [C], [F].</summary>
    public (double Charge, double Capacitance) SubstrateChargeAt(double v) => substrateDepletion.At(v);

    /// <summary>
    /// How the base's resistance falls as the current crowds at its edge: 3 (tan z − z) / (z tan² z), where z is that of
    /// UCB/ERL-M520 for the current as a multiple of irb; and the slope along the multiple.
    /// </summary>
    private static (double Part, double Slope) Crowding(double multiple)
    {
        const double k = 14.59025, c = 2.4317, least = 1e-9, series = 0.05;
        var a = Math.Max(multiple, least);
        var s = Math.Sqrt(1 + k * a);
        var z = k * Math.Sqrt(a) / (c * (1 + s));
        var byMultiple = multiple > least ? z / (2 * a * s) : 0;
        var u = z * z;
        if (z < series)
            return (1 - u * (4.0 / 15 + u * 4 / 105), -z * (8.0 / 15 + u * 16 / 105) * byMultiple);
        var t = Math.Tan(z);
        var (above, below, slope) = (t - z, z * t * t, 1 + t * t);
        return (3 * above / below, 3 * (t * t * below - above * (t * t + 2 * z * t * slope)) / (below * below) * byMultiple);
    }

    /// <summary>I (e^(v/s) − 1), which below −3 s saturates with a continuous slope.</summary>
    private static (double Current, double Conductance) Junction(double v, double saturation, double slope)
    {
        if (saturation == 0)
            return (0, 0);
        if (v < -3 * slope)
        {
            var a = 3 * slope / (v * Math.E);
            a *= a * a;
            return (-saturation * (1 + a), saturation * 3 * a / v);
        }

        var e = Math.Exp(Math.Min(v / slope, LargestExponent));
        var conductance = saturation * e / slope;
        return (saturation * (e - 1) + conductance * Math.Max(v - LargestExponent * slope, 0), conductance);
    }
}
