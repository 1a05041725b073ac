namespace CircuitSim.Devices;

/// <summary>SPICE's bipolar transistor (Gummel–Poon), under the keys of its model card; currents, charges and resistances are of unit area.</summary>
public sealed record BipolarParameters
{
    public bool IsPnp { get; init; }

    /// <summary>is: of the transport current [A].</summary>
    public double SaturationCurrent { get; init; } = 1e-16;

    /// <summary>bf: ideal forward current gain.</summary>
    public double ForwardGain { get; init; } = 100;

    /// <summary>nf.</summary>
    public double ForwardEmission { get; init; } = 1;

    /// <summary>vaf: forward Early voltage; zero for infinite [V].</summary>
    public double ForwardEarlyVoltage { get; init; }

    /// <summary>ikf: corner of high injection; zero for infinite [A].</summary>
    public double ForwardKnee { get; init; }

    /// <summary>nk: exponent of high injection.</summary>
    public double KneeExponent { get; init; } = 0.5;

    /// <summary>ise: leakage of the base–emitter junction [A].</summary>
    public double EmitterLeakage { get; init; }

    /// <summary>ne.</summary>
    public double EmitterLeakageEmission { get; init; } = 1.5;

    /// <summary>br: ideal reverse current gain.</summary>
    public double ReverseGain { get; init; } = 1;

    /// <summary>nr.</summary>
    public double ReverseEmission { get; init; } = 1;

    /// <summary>var: reverse Early voltage; zero for infinite [V].</summary>
    public double ReverseEarlyVoltage { get; init; }

    /// <summary>ikr: corner of high injection in reverse; zero for infinite [A].</summary>
    public double ReverseKnee { get; init; }

    /// <summary>isc: leakage of the base–collector junction [A].</summary>
    public double CollectorLeakage { get; init; }

    /// <summary>nc.</summary>
    public double CollectorLeakageEmission { get; init; } = 2;

    /// <summary>rb: resistance of the base without current [Ω].</summary>
    public double BaseResistance { get; init; }

    /// <summary>irb: base current at which its resistance is halfway to rbm; zero lets the base charge decide [A].</summary>
    public double BaseResistanceCurrent { get; init; }

    /// <summary>rbm: resistance of the base at high currents; null for rb [Ω].</summary>
    public double? LeastBaseResistance { get; init; }

    /// <summary>re [Ω].</summary>
    public double EmitterResistance { get; init; }

    /// <summary>rc [Ω].</summary>
    public double CollectorResistance { get; init; }

    /// <summary>cje: of the base–emitter junction at zero bias [F].</summary>
    public double EmitterCapacitance { get; init; }

    /// <summary>vje [V].</summary>
    public double EmitterPotential { get; init; } = 0.75;

    /// <summary>mje.</summary>
    public double EmitterGrading { get; init; } = 0.33;

    /// <summary>tf: ideal forward transit time [s].</summary>
    public double ForwardTransitTime { get; init; }

    /// <summary>xtf: how much tf grows at high currents.</summary>
    public double TransitTimeGrowth { get; init; }

    /// <summary>vtf: how that depends on v_bc; zero for not at all [V].</summary>
    public double TransitTimeVoltage { get; init; }

    /// <summary>itf: at which current tf grows; zero for at every [A].</summary>
    public double TransitTimeCurrent { get; init; }

    /// <summary>ptf: excess phase at the frequency 1/(2π tf) [°].</summary>
    public double ExcessPhase { get; init; }

    /// <summary>cjc: of the base–collector junction at zero bias [F].</summary>
    public double CollectorCapacitance { get; init; }

    /// <summary>vjc [V].</summary>
    public double CollectorPotential { get; init; } = 0.75;

    /// <summary>mjc.</summary>
    public double CollectorGrading { get; init; } = 0.33;

    /// <summary>xcjc: the part of cjc that lies behind the base's resistance.</summary>
    public double InnerCollectorPart { get; init; } = 1;

    /// <summary>tr: ideal reverse transit time [s].</summary>
    public double ReverseTransitTime { get; init; }

    /// <summary>cjs: of the substrate's junction at zero bias [F].</summary>
    public double SubstrateCapacitance { get; init; }

    /// <summary>vjs [V].</summary>
    public double SubstratePotential { get; init; } = 0.75;

    /// <summary>mjs.</summary>
    public double SubstrateGrading { get; init; }

    /// <summary>iss: saturation current of the substrate's junction [A].</summary>
    public double SubstrateSaturationCurrent { get; init; }

    /// <summary>ns.</summary>
    public double SubstrateEmission { get; init; } = 1;

    /// <summary>subs: whether the substrate lies under the base (−1) and not under the collector (1).</summary>
    public bool IsLateral { get; init; }

    /// <summary>xtb: exponent of the gains' temperature.</summary>
    public double GainExponent { get; init; }

    /// <summary>eg: band gap [eV].</summary>
    public double ActivationEnergy { get; init; } = 1.11;

    /// <summary>xti.</summary>
    public double SaturationCurrentExponent { get; init; } = 3;

    /// <summary>fc: above fc times its potential the capacitance of a junction goes on as a straight line.</summary>
    public double ForwardCapacitanceCoefficient { get; init; } = 0.5;

    /// <summary>kf: of the flicker noise.</summary>
    public double FlickerCoefficient { get; init; }

    /// <summary>af: exponent of the base current in the flicker noise.</summary>
    public double FlickerExponent { get; init; } = 1;

    /// <summary>tnom; null takes the netlist's [°C].</summary>
    public double? NominalTemperature { get; init; }

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    public BipolarParameters Validated()
    {
        foreach (var (value, unit, key) in new[]
        {
            (SaturationCurrent, "A", "is"), (ForwardGain, "", "bf"), (ForwardEmission, "", "nf"), (EmitterLeakageEmission, "", "ne"),
            (KneeExponent, "", "nk"), (ReverseGain, "", "br"), (ReverseEmission, "", "nr"), (CollectorLeakageEmission, "", "nc"), (SubstrateEmission, "", "ns"),
            (EmitterPotential, "V", "vje"), (CollectorPotential, "V", "vjc"), (SubstratePotential, "V", "vjs"), (ActivationEnergy, "eV", "eg"),
        })
        {
            InvalidParameterException.RequirePositive(value, unit, key);
        }

        foreach (var (value, unit, key) in new[]
        {
            (ForwardEarlyVoltage, "V", "vaf"), (ForwardKnee, "A", "ikf"), (EmitterLeakage, "A", "ise"), (ReverseEarlyVoltage, "V", "var"),
            (ReverseKnee, "A", "ikr"), (CollectorLeakage, "A", "isc"), (BaseResistance, "Ω", "rb"), (BaseResistanceCurrent, "A", "irb"),
            (LeastBaseResistance ?? 0, "Ω", "rbm"), (EmitterResistance, "Ω", "re"), (CollectorResistance, "Ω", "rc"),
            (EmitterCapacitance, "F", "cje"), (ForwardTransitTime, "s", "tf"), (TransitTimeGrowth, "", "xtf"), (TransitTimeVoltage, "V", "vtf"),
            (TransitTimeCurrent, "A", "itf"), (ExcessPhase, "°", "ptf"), (CollectorCapacitance, "F", "cjc"), (ReverseTransitTime, "s", "tr"),
            (SubstrateCapacitance, "F", "cjs"), (FlickerCoefficient, "", "kf"), (FlickerExponent, "", "af"), (SubstrateSaturationCurrent, "A", "iss"),
        })
        {
            InvalidParameterException.RequireNonNegative(value, unit, key);
        }

        foreach (var (value, key) in new[] { (EmitterGrading, "mje"), (CollectorGrading, "mjc"), (SubstrateGrading, "mjs"), (ForwardCapacitanceCoefficient, "fc") })
            InvalidParameterException.Require(value is >= 0 and < 1, key, value, "", "at least 0 and below 1");
        InvalidParameterException.Require(InnerCollectorPart is >= 0 and <= 1, "xcjc", InnerCollectorPart, "", "from 0 to 1");
        InvalidParameterException.RequireFinite(GainExponent, "", "xtb");
        InvalidParameterException.RequireFinite(SaturationCurrentExponent, "", "xti");
        return this;
    }
}
