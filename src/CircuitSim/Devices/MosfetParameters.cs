namespace CircuitSim.Devices;

/// <summary>
/// A SPICE MOSFET of level 1 (Shichman and Hodges), 2 (Meyer, Frohman and Grove) or 3 (semi-empirical), under the keys of its model
/// card. Voltages have the sign that they have in an n-channel device of enhancement type, so vto of an ordinary PMOS is written
/// negative, as in SPICE. What a level does not know stays at the value without effect.
/// </summary>
public sealed record MosfetParameters
{
    /// <summary>Whether the card's kind is PMOS.</summary>
    public bool IsPChannel { get; init; }

    /// <summary>level: 1, 2 or 3.</summary>
    public int Level { get; init; } = 1;

    /// <summary>vto: at zero bulk bias [V].</summary>
    public double Threshold { get; init; }

    /// <summary>kp [A/V²].</summary>
    public double Transconductance { get; init; } = 2e-5;

    /// <summary>gamma [√V].</summary>
    public double BodyEffect { get; init; }

    /// <summary>phi [V].</summary>
    public double SurfacePotential { get; init; } = 0.6;

    /// <summary>lambda of levels 1 and 2; zero in level 2 takes it from the doping [1/V].</summary>
    public double ChannelLengthModulation { get; init; }

    /// <summary>rd [Ω].</summary>
    public double DrainResistance { get; init; }

    /// <summary>rs [Ω].</summary>
    public double SourceResistance { get; init; }

    /// <summary>rsh: of drain and source diffusion [Ω].</summary>
    public double SheetResistance { get; init; }

    /// <summary>is: of either bulk junction [A].</summary>
    public double JunctionSaturationCurrent { get; init; } = 1e-14;

    /// <summary>js: with a drain or source area it takes the place of is [A/m²].</summary>
    public double JunctionSaturationCurrentDensity { get; init; }

    /// <summary>cbd: at zero bias; null takes cj · area [F].</summary>
    public double? BulkDrainCapacitance { get; init; }

    /// <summary>cbs: at zero bias; null takes cj · area [F].</summary>
    public double? BulkSourceCapacitance { get; init; }

    /// <summary>cj: at zero bias [F/m²].</summary>
    public double BottomCapacitance { get; init; }

    /// <summary>mj.</summary>
    public double BottomGrading { get; init; } = 0.5;

    /// <summary>cjsw: at zero bias [F/m].</summary>
    public double SidewallCapacitance { get; init; }

    /// <summary>mjsw.</summary>
    public double SidewallGrading { get; init; } = 0.5;

    /// <summary>pb [V].</summary>
    public double JunctionPotential { get; init; } = 0.8;

    /// <summary>fc.</summary>
    public double ForwardCapacitanceCoefficient { get; init; } = 0.5;

    /// <summary>cgso [F/m].</summary>
    public double GateSourceOverlap { get; init; }

    /// <summary>cgdo [F/m].</summary>
    public double GateDrainOverlap { get; init; }

    /// <summary>cgbo [F/m].</summary>
    public double GateBulkOverlap { get; init; }

    /// <summary>tox; null leaves out the capacitance of the gate oxide (Meyer), in level 1 alone [m].</summary>
    public double? OxideThickness { get; init; }

    /// <summary>ld [m].</summary>
    public double LateralDiffusion { get; init; }

    /// <summary>tnom; null takes the netlist's [°C].</summary>
    public double? NominalTemperature { get; init; }

    /// <summary>kf: coefficient of flicker noise.</summary>
    public double FlickerCoefficient { get; init; }

    /// <summary>af: exponent of the current in flicker noise.</summary>
    public double FlickerExponent { get; init; } = 1;

    /// <summary>uo of levels 2 and 3 [m²/(V·s)].</summary>
    public double SurfaceMobility { get; init; } = 0.06;

    /// <summary>nsub of levels 2 and 3; zero for none [1/m³].</summary>
    public double SubstrateDoping { get; init; }

    /// <summary>xj of levels 2 and 3 [m].</summary>
    public double JunctionDepth { get; init; }

    /// <summary>nfs of levels 2 and 3; zero for no current below threshold [1/m²].</summary>
    public double FastSurfaceStates { get; init; }

    /// <summary>vmax of levels 2 and 3; zero for no limit [m/s].</summary>
    public double MaximumVelocity { get; init; }

    /// <summary>delta of levels 2 and 3: of the threshold of narrow channels.</summary>
    public double NarrowWidth { get; init; }

    /// <summary>ucrit of level 2 [V/m].</summary>
    public double CriticalField { get; init; } = 1e6;

    /// <summary>uexp of level 2.</summary>
    public double CriticalFieldExponent { get; init; }

    /// <summary>neff of level 2.</summary>
    public double ChannelCharge { get; init; } = 1;

    /// <summary>theta of level 3 [1/V].</summary>
    public double MobilityModulation { get; init; }

    /// <summary>eta of level 3.</summary>
    public double StaticFeedback { get; init; }

    /// <summary>kappa of level 3.</summary>
    public double SaturationField { get; init; } = 0.2;

    /// <summary>xl of level 3 [m].</summary>
    public double LengthAdjustment { get; init; }

    /// <summary>wd of level 3 [m].</summary>
    public double WidthNarrowing { get; init; }

    /// <summary>xw of level 3 [m].</summary>
    public double WidthAdjustment { get; init; }

    /// <summary>delvto of level 3: is added to vto [V].</summary>
    public double ThresholdAdjustment { get; init; }

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    public MosfetParameters Validated()
    {
        InvalidParameterException.RequireFinite(Threshold, "V", "vto");
        InvalidParameterException.RequirePositive(Transconductance, "A/V²", "kp");
        InvalidParameterException.RequireNonNegative(BodyEffect, "√V", "gamma");
        InvalidParameterException.RequirePositive(SurfacePotential, "V", "phi");
        InvalidParameterException.RequireNonNegative(ChannelLengthModulation, "1/V", "lambda");
        InvalidParameterException.RequireNonNegative(DrainResistance, "Ω", "rd");
        InvalidParameterException.RequireNonNegative(SourceResistance, "Ω", "rs");
        InvalidParameterException.RequireNonNegative(SheetResistance, "Ω", "rsh");
        InvalidParameterException.RequireNonNegative(JunctionSaturationCurrent, "A", "is");
        InvalidParameterException.RequireNonNegative(JunctionSaturationCurrentDensity, "A/m²", "js");
        InvalidParameterException.RequireNonNegative(BulkDrainCapacitance ?? 0, "F", "cbd");
        InvalidParameterException.RequireNonNegative(BulkSourceCapacitance ?? 0, "F", "cbs");
        InvalidParameterException.RequireNonNegative(BottomCapacitance, "F/m²", "cj");
        InvalidParameterException.RequireNonNegative(SidewallCapacitance, "F/m", "cjsw");
        InvalidParameterException.RequirePositive(JunctionPotential, "V", "pb");
        InvalidParameterException.RequireNonNegative(GateSourceOverlap, "F/m", "cgso");
        InvalidParameterException.RequireNonNegative(GateDrainOverlap, "F/m", "cgdo");
        InvalidParameterException.RequireNonNegative(GateBulkOverlap, "F/m", "cgbo");
        if (OxideThickness is { } tox)
            InvalidParameterException.RequirePositive(tox, "m", "tox");
        InvalidParameterException.RequireFinite(LateralDiffusion, "m", "ld");
        InvalidParameterException.Require(BottomGrading >= 0 && BottomGrading != 1 && double.IsFinite(BottomGrading), "mj", BottomGrading, "", "at least 0, and not 1");
        InvalidParameterException.Require(SidewallGrading >= 0 && SidewallGrading != 1 && double.IsFinite(SidewallGrading), "mjsw", SidewallGrading, "", "at least 0, and not 1");
        InvalidParameterException.Require(ForwardCapacitanceCoefficient is >= 0 and < 1, "fc", ForwardCapacitanceCoefficient, "", "at least 0 and below 1");
        InvalidParameterException.Require(Level is >= 1 and <= 3, "level", Level, "", "1, 2 or 3");
        if (Level > 1)
            InvalidParameterException.RequirePositive(OxideThickness ?? 0, "m", "tox");
        InvalidParameterException.RequirePositive(SurfaceMobility, "m²/(V·s)", "uo");
        InvalidParameterException.RequireNonNegative(SubstrateDoping, "1/m³", "nsub");
        InvalidParameterException.RequireNonNegative(JunctionDepth, "m", "xj");
        InvalidParameterException.RequireNonNegative(FastSurfaceStates, "1/m²", "nfs");
        InvalidParameterException.RequireNonNegative(MaximumVelocity, "m/s", "vmax");
        InvalidParameterException.RequireFinite(NarrowWidth, "", "delta");
        InvalidParameterException.RequirePositive(CriticalField, "V/m", "ucrit");
        InvalidParameterException.RequireNonNegative(CriticalFieldExponent, "", "uexp");
        InvalidParameterException.RequirePositive(ChannelCharge, "", "neff");
        InvalidParameterException.RequireNonNegative(MobilityModulation, "1/V", "theta");
        InvalidParameterException.RequireNonNegative(StaticFeedback, "", "eta");
        InvalidParameterException.RequireNonNegative(SaturationField, "", "kappa");
        InvalidParameterException.RequireFinite(LengthAdjustment, "m", "xl");
        InvalidParameterException.RequireFinite(WidthNarrowing, "m", "wd");
        InvalidParameterException.RequireFinite(WidthAdjustment, "m", "xw");
        InvalidParameterException.RequireFinite(ThresholdAdjustment, "V", "delvto");
        InvalidParameterException.RequireNonNegative(FlickerCoefficient, "", "kf");
        InvalidParameterException.RequireFinite(FlickerExponent, "", "af");
        return this;
    }
}
