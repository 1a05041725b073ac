namespace CircuitSim.Devices;

/// <summary>A SPICE junction diode, under the keys of its model card.</summary>
public sealed record DiodeParameters
{
    /// <summary>is: of unit area [A].</summary>
    public double SaturationCurrent { get; init; } = 1e-14;

    /// <summary>rs: ohmic resistance of unit area [Ω].</summary>
    public double SeriesResistance { get; init; }

    /// <summary>n.</summary>
    public double EmissionCoefficient { get; init; } = 1;

    /// <summary>tt [s].</summary>
    public double TransitTime { get; init; }

    /// <summary>cjo: at zero bias, of unit area [F].</summary>
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

    /// <summary>eg: band gap [eV].</summary>
    public double ActivationEnergy { get; init; } = 1.11;

    /// <summary>xti.</summary>
    public double SaturationCurrentExponent { get; init; } = 3;

    /// <summary>tnom; null takes the netlist's [°C].</summary>
    public double? NominalTemperature { get; init; }

    /// <summary>kf: coefficient of flicker noise [A²/Hz at 1 Hz, of a current of 1 A].</summary>
    public double FlickerCoefficient { get; init; }

    /// <summary>af: exponent of the current in flicker noise.</summary>
    public double FlickerExponent { get; init; } = 1;

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    public DiodeParameters Validated()
    {
        InvalidParameterException.RequirePositive(SaturationCurrent, "A", "is");
        InvalidParameterException.RequireNonNegative(SeriesResistance, "Ω", "rs");
        InvalidParameterException.RequirePositive(EmissionCoefficient, "", "n");
        InvalidParameterException.RequireNonNegative(TransitTime, "s", "tt");
        InvalidParameterException.RequireNonNegative(JunctionCapacitance, "F", "cjo");
        InvalidParameterException.RequirePositive(JunctionPotential, "V", "vj");
        InvalidParameterException.Require(GradingCoefficient is >= 0 and < 1, "m", GradingCoefficient, "", "at least 0 and below 1");
        InvalidParameterException.Require(ForwardCapacitanceCoefficient is >= 0 and < 1, "fc", ForwardCapacitanceCoefficient, "", "at least 0 and below 1");
        if (BreakdownVoltage is { } bv)
            InvalidParameterException.RequirePositive(bv, "V", "bv");
        InvalidParameterException.RequirePositive(BreakdownCurrent, "A", "ibv");
        if (BreakdownEmissionCoefficient is { } nbv)
            InvalidParameterException.RequirePositive(nbv, "", "nbv");
        InvalidParameterException.RequirePositive(ActivationEnergy, "eV", "eg");
        InvalidParameterException.RequireFinite(SaturationCurrentExponent, "", "xti");
        InvalidParameterException.RequireNonNegative(FlickerCoefficient, "", "kf");
        InvalidParameterException.RequireFinite(FlickerExponent, "", "af");
        return this;
    }
}
