namespace CircuitSim.Devices;

/// <summary>SPICE's junction field-effect transistor, or MESFET, under the keys of its model card; currents, capacitances and conductances are of unit area.</summary>
public sealed record JfetParameters
{
    public bool IsPChannel { get; init; }

    public JfetChannel Channel { get; init; }

    /// <summary>vto: negative of one that conducts without a gate voltage, of either channel [V].</summary>
    public double Threshold { get; init; } = -2;

    /// <summary>beta [A/V²], of level 2 [A/V].</summary>
    public double Transconductance { get; init; } = 1e-4;

    /// <summary>lambda: how much the current grows with the drain's voltage [1/V].</summary>
    public double ChannelLengthModulation { get; init; }

    /// <summary>b: tail of the doping, 1 for a square law; of a MESFET how the square becomes a line [1/V].</summary>
    public double DopingTail { get; init; } = 1;

    /// <summary>alpha, of a MESFET: three over the voltage at which it saturates [1/V].</summary>
    public double SaturationSteepness { get; init; } = 2;

    /// <summary>delta, of level 2: by how much the channel saturates later [V].</summary>
    public double SaturationShift { get; init; }

    /// <summary>theta, of level 2: how the gate's voltage lowers the mobility [1/V].</summary>
    public double MobilityModulation { get; init; }

    /// <summary>rd [Ω].</summary>
    public double DrainResistance { get; init; }

    /// <summary>rs [Ω].</summary>
    public double SourceResistance { get; init; }

    /// <summary>cgs: of the junction to the source at zero bias [F].</summary>
    public double SourceCapacitance { get; init; }

    /// <summary>cgd: of the junction to the drain at zero bias [F].</summary>
    public double DrainCapacitance { get; init; }

    /// <summary>pb: potential of both junctions [V].</summary>
    public double GatePotential { get; init; } = 1;

    /// <summary>m: their grading.</summary>
    public double Grading { get; init; } = 0.5;

    /// <summary>fc: above fc · pb their capacitance goes on as a straight line.</summary>
    public double ForwardCapacitanceCoefficient { get; init; } = 0.5;

    /// <summary>is: of each of them [A].</summary>
    public double SaturationCurrent { get; init; } = 1e-14;

    /// <summary>n.</summary>
    public double EmissionCoefficient { get; init; } = 1;

    /// <summary>isr: of their recombination [A].</summary>
    public double RecombinationCurrent { get; init; }

    /// <summary>nr.</summary>
    public double RecombinationEmission { get; init; } = 2;

    /// <summary>xti; SPICE has none unless it is given.</summary>
    public double SaturationCurrentExponent { get; init; }

    /// <summary>eg: band gap [eV].</summary>
    public double ActivationEnergy { get; init; } = 1.11;

    /// <summary>vtotc: drift of vto [V/K].</summary>
    public double ThresholdDrift { get; init; }

    /// <summary>bex: exponent of beta's temperature.</summary>
    public double MobilityExponent { get; init; }

    /// <summary>betatce: by how many percent beta grows with each kelvin; null lets bex decide.</summary>
    public double? TransconductanceDrift { get; init; }

    /// <summary>kf: of the flicker noise.</summary>
    public double FlickerCoefficient { get; init; }

    /// <summary>af: exponent of the drain's current in the flicker noise.</summary>
    public double FlickerExponent { get; init; } = 1;

    /// <summary>gdsnoi of nlev=3, which follows the channel into its linear region; null for ⅔ g_m.</summary>
    public double? ChannelNoise { get; init; }

    /// <summary>tnom; null takes the netlist's [°C].</summary>
    public double? NominalTemperature { get; init; }

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    public JfetParameters Validated()
    {
        foreach (var (value, unit, key) in new[]
        {
            (GatePotential, "V", "pb"), (SaturationSteepness, "1/V", "alpha"), (SaturationCurrent, "A", "is"), (EmissionCoefficient, "", "n"), (RecombinationEmission, "", "nr"), (ActivationEnergy, "eV", "eg"),
        })
        {
            InvalidParameterException.RequirePositive(value, unit, key);
        }

        foreach (var (value, unit, key) in new[]
        {
            (Transconductance, "A/V²", "beta"), (ChannelLengthModulation, "1/V", "lambda"), (SaturationShift, "V", "delta"), (MobilityModulation, "1/V", "theta"),
            (DrainResistance, "Ω", "rd"), (SourceResistance, "Ω", "rs"), (SourceCapacitance, "F", "cgs"), (DrainCapacitance, "F", "cgd"),
            (RecombinationCurrent, "A", "isr"), (FlickerCoefficient, "", "kf"), (ChannelNoise ?? 0, "", "gdsnoi"),
        })
        {
            InvalidParameterException.RequireNonNegative(value, unit, key);
        }

        foreach (var (value, unit, key) in new[]
        {
            (Threshold, "V", "vto"), (DopingTail, "", "b"), (SaturationCurrentExponent, "", "xti"), (ThresholdDrift, "V/K", "vtotc"), (MobilityExponent, "", "bex"),
            (TransconductanceDrift ?? 0, "%/K", "betatce"), (FlickerExponent, "", "af"),
        })
        {
            InvalidParameterException.RequireFinite(value, unit, key);
        }

        InvalidParameterException.Require(Grading is >= 0 and < 1, "m", Grading, "", "at least 0 and below 1");
        InvalidParameterException.Require(ForwardCapacitanceCoefficient is >= 0 and < 1, "fc", ForwardCapacitanceCoefficient, "", "at least 0 and below 1");
        InvalidParameterException.Require(Channel != JfetChannel.Statz || DopingTail >= 0, "b", DopingTail, "1/V", "not negative");
        InvalidParameterException.Require(Channel switch { JfetChannel.Statz => true, JfetChannel.Shockley => false, _ => DopingTail == 1 } || Threshold < GatePotential, "vto", Threshold, "V", "below pb, where b is not 1 or the level 2");
        return this;
    }
}
