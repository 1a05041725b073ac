namespace CircuitSim.Devices;

/// <summary>A SPICE junction diode, under the keys of its model card; those of the sidewall are of unit perimeter, all others of unit area.</summary>
public sealed record DiodeParameters
{
    /// <summary>level: of 2 ikf is PSpice's, of 3 the element has a width and a length.</summary>
    public int Level { get; init; } = 1;

    /// <summary>is [A].</summary>
    public double SaturationCurrent { get; init; } = 1e-14;

    /// <summary>rs: ohmic resistance [Ω].</summary>
    public double SeriesResistance { get; init; }

    /// <summary>n.</summary>
    public double EmissionCoefficient { get; init; } = 1;

    /// <summary>tt [s].</summary>
    public double TransitTime { get; init; }

    /// <summary>cjo: at zero bias [F].</summary>
    public double JunctionCapacitance { get; init; }

    /// <summary>vj [V].</summary>
    public double JunctionPotential { get; init; } = 1;

    /// <summary>m.</summary>
    public double GradingCoefficient { get; init; } = 0.5;

    /// <summary>fc: above fc · vj the capacitance goes on as a straight line.</summary>
    public double ForwardCapacitanceCoefficient { get; init; } = 0.5;

    /// <summary>bv, above zero; null breaks down at no voltage [V].</summary>
    public double? BreakdownVoltage { get; init; }

    /// <summary>ibv: current at bv [A].</summary>
    public double BreakdownCurrent { get; init; } = 1e-3;

    /// <summary>nbv: emission coefficient of the breakdown; null takes n.</summary>
    public double? BreakdownEmissionCoefficient { get; init; }

    /// <summary>ikf: corner of high injection; zero for none [A].</summary>
    public double ForwardKnee { get; init; }

    /// <summary>ikr: the same in reverse [A].</summary>
    public double ReverseKnee { get; init; }

    /// <summary>isr: of the recombination in the depletion layer [A].</summary>
    public double RecombinationCurrent { get; init; }

    /// <summary>nr.</summary>
    public double RecombinationEmission { get; init; } = 1;

    /// <summary>jsw: saturation current of the sidewall [A].</summary>
    public double SidewallSaturationCurrent { get; init; }

    /// <summary>ns; null makes jsw a part of is.</summary>
    public double? SidewallEmission { get; init; }

    /// <summary>cjsw: of the sidewall at zero bias [F].</summary>
    public double SidewallCapacitance { get; init; }

    /// <summary>php [V].</summary>
    public double SidewallPotential { get; init; } = 1;

    /// <summary>mjsw.</summary>
    public double SidewallGrading { get; init; } = 0.33;

    /// <summary>fcs.</summary>
    public double SidewallForwardCoefficient { get; init; } = 0.5;

    /// <summary>jtun: of the tunnel current [A].</summary>
    public double TunnelCurrent { get; init; }

    /// <summary>jtunsw: of the sidewall [A].</summary>
    public double SidewallTunnelCurrent { get; init; }

    /// <summary>ntun.</summary>
    public double TunnelEmission { get; init; } = 30;

    /// <summary>area of diodes that have none of their own.</summary>
    public double Area { get; init; } = 1;

    /// <summary>pj: perimeter of diodes that have none of their own.</summary>
    public double Perimeter { get; init; }

    /// <summary>eg: band gap [eV].</summary>
    public double ActivationEnergy { get; init; } = 1.11;

    /// <summary>xti.</summary>
    public double SaturationCurrentExponent { get; init; } = 3;

    /// <summary>xtitun.</summary>
    public double TunnelExponent { get; init; } = 3;

    /// <summary>keg: the part of eg that tunnelling sees.</summary>
    public double TunnelEnergyPart { get; init; } = 1;

    /// <summary>tnom; null takes the netlist's [°C].</summary>
    public double? NominalTemperature { get; init; }

    /// <summary>trs1 and trs2, of rs [1/K, 1/K²].</summary>
    public (double Linear, double Quadratic) ResistanceDrift { get; init; }

    /// <summary>ttt1 and ttt2, of tt [1/K, 1/K²].</summary>
    public (double Linear, double Quadratic) TransitTimeDrift { get; init; }

    /// <summary>tm1 and tm2, of m [1/K, 1/K²].</summary>
    public (double Linear, double Quadratic) GradingDrift { get; init; }

    /// <summary>tbv1 and tbv2, of bv [1/K, 1/K²].</summary>
    public (double Linear, double Quadratic) BreakdownDrift { get; init; }

    /// <summary>tcv: how much lower bv is [V/K].</summary>
    public double BreakdownFall { get; init; }

    /// <summary>tikf, of ikf [1/K].</summary>
    public double KneeDrift { get; init; }

    /// <summary>Whether, as with tlevc=1, the next four say how capacitances follow temperature.</summary>
    public bool HasOwnCapacitanceDrift { get; init; }

    /// <summary>cta and ctp, of cjo and cjsw [1/K].</summary>
    public (double Bottom, double Sidewall) CapacitanceDrift { get; init; }

    /// <summary>tpb and tphp: how much lower vj and php are [V/K].</summary>
    public (double Bottom, double Sidewall) PotentialFall { get; init; }

    /// <summary>kf: coefficient of flicker noise [A²/Hz at 1 Hz, of a current of 1 A].</summary>
    public double FlickerCoefficient { get; init; }

    /// <summary>af: exponent of the current in flicker noise.</summary>
    public double FlickerExponent { get; init; } = 1;

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    public DiodeParameters Validated()
    {
        foreach (var (value, unit, key) in new[]
        {
            (SaturationCurrent, "A", "is"), (EmissionCoefficient, "", "n"), (JunctionPotential, "V", "vj"), (BreakdownVoltage ?? 1, "V", "bv"),
            (BreakdownCurrent, "A", "ibv"), (BreakdownEmissionCoefficient ?? 1, "", "nbv"), (ActivationEnergy, "eV", "eg"),
            (RecombinationEmission, "", "nr"), (SidewallEmission ?? 1, "", "ns"), (SidewallPotential, "V", "php"), (TunnelEmission, "", "ntun"), (Area, "", "area"),
        })
        {
            InvalidParameterException.RequirePositive(value, unit, key);
        }

        foreach (var (value, unit, key) in new[]
        {
            (SeriesResistance, "Ω", "rs"), (TransitTime, "s", "tt"), (JunctionCapacitance, "F", "cjo"), (ForwardKnee, "A", "ikf"), (ReverseKnee, "A", "ikr"),
            (RecombinationCurrent, "A", "isr"), (SidewallSaturationCurrent, "A", "jsw"), (SidewallCapacitance, "F", "cjsw"), (TunnelCurrent, "A", "jtun"),
            (SidewallTunnelCurrent, "A", "jtunsw"), (Perimeter, "", "pj"), (FlickerCoefficient, "", "kf"),
        })
        {
            InvalidParameterException.RequireNonNegative(value, unit, key);
        }

        foreach (var (value, key) in new[]
        {
            (GradingCoefficient, "m"), (ForwardCapacitanceCoefficient, "fc"), (SidewallGrading, "mjsw"), (SidewallForwardCoefficient, "fcs"),
        })
        {
            InvalidParameterException.Require(value is >= 0 and < 1, key, value, "", "at least 0 and below 1");
        }

        foreach (var (value, unit, key) in new[]
        {
            (SaturationCurrentExponent, "", "xti"), (TunnelExponent, "", "xtitun"), (TunnelEnergyPart, "", "keg"), (FlickerExponent, "", "af"),
            (ResistanceDrift.Linear, "1/K", "trs1"), (ResistanceDrift.Quadratic, "1/K²", "trs2"), (TransitTimeDrift.Linear, "1/K", "ttt1"),
            (TransitTimeDrift.Quadratic, "1/K²", "ttt2"), (GradingDrift.Linear, "1/K", "tm1"), (GradingDrift.Quadratic, "1/K²", "tm2"),
            (BreakdownDrift.Linear, "1/K", "tbv1"), (BreakdownDrift.Quadratic, "1/K²", "tbv2"), (BreakdownFall, "V/K", "tcv"), (KneeDrift, "1/K", "tikf"),
            (CapacitanceDrift.Bottom, "1/K", "cta"), (CapacitanceDrift.Sidewall, "1/K", "ctp"), (PotentialFall.Bottom, "V/K", "tpb"), (PotentialFall.Sidewall, "V/K", "tphp"),
        })
        {
            InvalidParameterException.RequireFinite(value, unit, key);
        }

        return this;
    }
}
