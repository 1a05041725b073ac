namespace CircuitSim.Devices;

/// <summary>A vertical power MOSFET (VDMOS of LTspice and ngspice), under the keys of its model card.</summary>
public sealed record VdmosParameters
{
    public bool IsPChannel { get; init; }

    /// <summary>vto [V].</summary>
    public double Threshold { get; init; }

    /// <summary>kp [A/V²].</summary>
    public double Transconductance { get; init; } = 1;

    /// <summary>lambda: channel-length modulation [1/V].</summary>
    public double ChannelLengthModulation { get; init; }

    /// <summary>theta: how the gate's voltage lowers the mobility [1/V].</summary>
    public double MobilityModulation { get; init; }

    /// <summary>mtriode: by how much the channel conducts better before it saturates.</summary>
    public double TriodeFactor { get; init; } = 1;

    /// <summary>subshift: of the weak inversion along the gate's voltage [V].</summary>
    public double SubthresholdShift { get; init; }

    /// <summary>ksubthres: by which gate voltage the current grows by e there [V].</summary>
    public double SubthresholdSlope { get; init; } = 0.1;

    /// <summary>rd [Ω].</summary>
    public double DrainResistance { get; init; }

    /// <summary>rs [Ω].</summary>
    public double SourceResistance { get; init; }

    /// <summary>rg [Ω].</summary>
    public double GateResistance { get; init; }

    /// <summary>rds: from drain to source beside the transistor; null for none [Ω].</summary>
    public double? ShuntResistance { get; init; }

    /// <summary>cgs [F].</summary>
    public double SourceCapacitance { get; init; }

    /// <summary>cgdmin: from gate to drain, far reverse [F].</summary>
    public double LeastDrainCapacitance { get; init; }

    /// <summary>cgdmax: far forward [F].</summary>
    public double LargestDrainCapacitance { get; init; }

    /// <summary>a: how fast it goes from one to the other [1/V].</summary>
    public double DrainCapacitanceSteepness { get; init; } = 1;

    /// <summary>The diode from source to drain, with rb.</summary>
    public DiodeParameters Body { get; init; } = new() { JunctionPotential = 0.8, BreakdownCurrent = 1e-10, BreakdownEmissionCoefficient = 1 };

    /// <summary>tcvth: how much lower vto is [V/K].</summary>
    public double ThresholdFall { get; init; }

    /// <summary>mu: exponent of kp's temperature.</summary>
    public double MobilityExponent { get; init; } = -1.5;

    /// <summary>texp0: exponent of rd's; null lets trd1 and trd2 decide.</summary>
    public double? DrainResistanceExponent { get; init; }

    /// <summary>trd1 and trd2 [1/K, 1/K²].</summary>
    public (double Linear, double Quadratic) DrainResistanceDrift { get; init; }

    /// <summary>trs1 and trs2 [1/K, 1/K²].</summary>
    public (double Linear, double Quadratic) SourceResistanceDrift { get; init; }

    /// <summary>trg1 and trg2 [1/K, 1/K²].</summary>
    public (double Linear, double Quadratic) GateResistanceDrift { get; init; }

    /// <summary>tksubthres1 and tksubthres2 [1/K, 1/K²].</summary>
    public (double Linear, double Quadratic) SubthresholdDrift { get; init; }

    /// <summary>kf: of the flicker noise.</summary>
    public double FlickerCoefficient { get; init; }

    /// <summary>af.</summary>
    public double FlickerExponent { get; init; } = 1;

    /// <summary>tnom; null takes the netlist's [°C].</summary>
    public double? NominalTemperature { get; init; }

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    public VdmosParameters Validated()
    {
        InvalidParameterException.RequireFinite(Threshold, "V", "vto");
        foreach (var (value, unit, key) in new[]
        {
            (Transconductance, "A/V²", "kp"), (TriodeFactor, "", "mtriode"), (SubthresholdSlope, "V", "ksubthres"), (DrainCapacitanceSteepness, "1/V", "a"), (ShuntResistance ?? 1, "Ω", "rds"),
        })
        {
            InvalidParameterException.RequirePositive(value, unit, key);
        }

        foreach (var (value, unit, key) in new[]
        {
            (ChannelLengthModulation, "1/V", "lambda"), (MobilityModulation, "1/V", "theta"), (DrainResistance, "Ω", "rd"), (SourceResistance, "Ω", "rs"), (GateResistance, "Ω", "rg"),
            (SourceCapacitance, "F", "cgs"), (LeastDrainCapacitance, "F", "cgdmin"), (LargestDrainCapacitance, "F", "cgdmax"), (FlickerCoefficient, "", "kf"),
        })
        {
            InvalidParameterException.RequireNonNegative(value, unit, key);
        }

        foreach (var (value, key) in new[]
        {
            (SubthresholdShift, "subshift"), (ThresholdFall, "tcvth"), (MobilityExponent, "mu"), (DrainResistanceExponent ?? 0, "texp0"), (FlickerExponent, "af"),
            (DrainResistanceDrift.Linear, "trd1"), (DrainResistanceDrift.Quadratic, "trd2"), (SourceResistanceDrift.Linear, "trs1"), (SourceResistanceDrift.Quadratic, "trs2"),
            (GateResistanceDrift.Linear, "trg1"), (GateResistanceDrift.Quadratic, "trg2"), (SubthresholdDrift.Linear, "tksubthres1"), (SubthresholdDrift.Quadratic, "tksubthres2"),
        })
        {
            InvalidParameterException.RequireFinite(value, "", key);
        }

        Body.Validated();
        return this;
    }
}
