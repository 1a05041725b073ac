using static CircuitSim.Devices.PhysicalConstants;

namespace CircuitSim.Devices;

/// <summary>
/// SPICE's MOSFET of level 1 (H. Shichman and D. A. Hodges, IEEE JSSC 3, 1968) as an n-channel device: a p-channel one
/// is the same with all voltages and currents reversed, see <see cref="Polarity"/>. With v_ds ≥ 0 (the caller swaps
/// drain and source otherwise):
/// <code>
/// v_th = v_bi + γ √(φ − v_bs)                          γ √φ + γ v_bs-tangent for v_bs > 0
/// i_d  = 0                                             v_gs ≤ v_th
///      = β/2 (v_gs − v_th)² (1 + λ v_ds)               v_ds ≥ v_gs − v_th
///      = β v_ds (v_gs − v_th − v_ds/2) (1 + λ v_ds)    between
/// </code>
/// Bulk junctions are diodes with depletion charges; the gate has overlap capacitances and, where the card gives an
/// oxide thickness, those of J. E. Meyer, RCA Review 32, 1971.
/// </summary>
public readonly struct Level1Mosfet
{
    /// <summary>Meyer's formulas divide by v_dsat; below this they go on as at it [V].</summary>
    private const double SmallestSaturation = 0.025;

    private const double LargestExponent = 300;

    private readonly double beta, gamma, phi, rootPhi, builtIn, lambda, thermal, oxide;
    private readonly double drainSaturation, sourceSaturation;
    private readonly JunctionCapacitance drainBottom, drainSidewall, sourceBottom, sourceSidewall;

    /// <param name="p">Checked parameters.</param>
    /// <param name="geometry">Checked; length above twice the lateral diffusion.</param>
    /// <param name="celsius">Temperature of the circuit [°C].</param>
    /// <param name="nominalCelsius">Temperature at which the parameters were measured unless they say so themselves [°C].</param>
    public Level1Mosfet(MosfetParameters p, MosfetGeometry geometry, double celsius, double nominalCelsius)
    {
        var nominal = ZeroCelsius + (p.NominalTemperature ?? nominalCelsius);
        var temperature = ZeroCelsius + celsius;
        var ratio = temperature / nominal;
        thermal = ThermalVoltage(temperature);
        Polarity = p.IsPChannel ? -1 : 1;

        var length = geometry.Length - 2 * p.LateralDiffusion;
        var m = geometry.Multiplier;
        beta = p.Transconductance / (ratio * Math.Sqrt(ratio)) * m * geometry.Width / length;
        gamma = p.BodyEffect;
        lambda = p.ChannelLengthModulation;
        phi = PotentialAt(p.SurfacePotential, nominal, temperature);
        rootPhi = Math.Sqrt(phi);
        // The flat-band voltage moves with the gap, half of it, and with the surface potential.
        builtIn = Polarity * p.Threshold - gamma * Math.Sqrt(p.SurfacePotential)
            + Polarity * 0.5 * (SiliconGap(nominal) - SiliconGap(temperature)) + 0.5 * (phi - p.SurfacePotential);

        oxide = p.OxideThickness is { } tox ? OxidePermittivity / tox * length * geometry.Width * m : 0;
        GateSourceOverlap = p.GateSourceOverlap * m * geometry.Width;
        GateDrainOverlap = p.GateDrainOverlap * m * geometry.Width;
        GateBulkOverlap = p.GateBulkOverlap * m * length;

        var growth = Math.Exp(SiliconGap(nominal) / ThermalVoltage(nominal) - SiliconGap(temperature) / thermal);
        var byArea = p.JunctionSaturationCurrentDensity > 0 && geometry.DrainArea > 0 && geometry.SourceArea > 0;
        drainSaturation = growth * m * (byArea ? p.JunctionSaturationCurrentDensity * geometry.DrainArea : p.JunctionSaturationCurrent);
        sourceSaturation = growth * m * (byArea ? p.JunctionSaturationCurrentDensity * geometry.SourceArea : p.JunctionSaturationCurrent);
        drainBottom = Depletion((p.BulkDrainCapacitance ?? p.BottomCapacitance * geometry.DrainArea) * m, p.BottomGrading);
        sourceBottom = Depletion((p.BulkSourceCapacitance ?? p.BottomCapacitance * geometry.SourceArea) * m, p.BottomGrading);
        drainSidewall = Depletion(p.SidewallCapacitance * geometry.DrainPerimeter * m, p.SidewallGrading);
        sourceSidewall = Depletion(p.SidewallCapacitance * geometry.SourcePerimeter * m, p.SidewallGrading);

        DrainConductance = Access(p.DrainResistance, geometry.DrainSquares);
        SourceConductance = Access(p.SourceResistance, geometry.SourceSquares);

        JunctionCapacitance Depletion(double zeroBias, double grading) =>
            new(zeroBias, p.JunctionPotential, grading, p.ForwardCapacitanceCoefficient, nominal, temperature);

        double? Access(double resistance, double squares) =>
            resistance > 0 ? m / resistance : p.SheetResistance * squares > 0 ? m / (p.SheetResistance * squares) : null;
    }

    /// <summary>+1 for n-channel, −1 for p-channel: the factor between the circuit's voltages and those of the equations.</summary>
    public double Polarity { get; }

    /// <summary>Of the drain's diffusion; null without resistance [S].</summary>
    public double? DrainConductance { get; }

    /// <summary>Of the source's diffusion; null without resistance [S].</summary>
    public double? SourceConductance { get; }

    /// <summary>[F]</summary>
    public double GateSourceOverlap { get; }

    /// <summary>[F]</summary>
    public double GateDrainOverlap { get; }

    /// <summary>[F]</summary>
    public double GateBulkOverlap { get; }

    public bool HasGateCharge => oxide > 0 || GateSourceOverlap > 0 || GateDrainOverlap > 0 || GateBulkOverlap > 0;

    public bool HasDrainCharge => !drainBottom.IsZero || !drainSidewall.IsZero;

    public bool HasSourceCharge => !sourceBottom.IsZero || !sourceSidewall.IsZero;

    /// <summary>V_t [V].</summary>
    public double ThermalVoltageOfJunctions => thermal;

    public double DrainCriticalVoltage => CriticalVoltage(drainSaturation);

    public double SourceCriticalVoltage => CriticalVoltage(sourceSaturation);

    /// <summary>v_th without bulk bias [V].</summary>
    public double ZeroBiasThreshold => builtIn + gamma * rootPhi;

    /// <summary>The channel at v_ds ≥ 0.</summary>
    public ChannelPoint ChannelAt(double vgs, double vds, double vbs)
    {
        // √(φ − v_bs), for a forward bulk junction its tangent down to zero.
        double root, rootSlope;
        if (vbs <= 0)
        {
            root = Math.Sqrt(phi - vbs);
            rootSlope = -0.5 / root;
        }
        else
        {
            root = Math.Max(rootPhi - vbs / (2 * rootPhi), 0);
            rootSlope = root > 0 ? -0.5 / rootPhi : 0;
        }

        var threshold = builtIn + gamma * root;
        var drive = vgs - threshold;
        if (drive <= 0)
            return new ChannelPoint(0, 0, 0, 0, threshold, 0);
        var modulated = beta * (1 + lambda * vds);
        double current, gm, gds;
        if (drive <= vds)
        {
            current = modulated * drive * drive / 2;
            gm = modulated * drive;
            gds = lambda * beta * drive * drive / 2;
        }
        else
        {
            current = modulated * vds * (drive - vds / 2);
            gm = modulated * vds;
            gds = modulated * (drive - vds) + lambda * beta * vds * (drive - vds / 2);
        }

        return new ChannelPoint(current, gm, gds, -gm * gamma * rootSlope, threshold, drive);
    }

    /// <summary>Current from bulk to drain through the junction, and its slope [A], [S].</summary>
    public (double Current, double Conductance) DrainJunctionAt(double vbd) => JunctionAt(vbd, drainSaturation);

    /// <summary>Current from bulk to source through the junction, and its slope [A], [S].</summary>
    public (double Current, double Conductance) SourceJunctionAt(double vbs) => JunctionAt(vbs, sourceSaturation);

    /// <summary>Charge between bulk and drain, and its slope [C], [F].</summary>
    public (double Charge, double Capacitance) DrainChargeAt(double vbd) => Sum(drainBottom.At(vbd), drainSidewall.At(vbd));

    /// <summary>Charge between bulk and source, and its slope [C], [F].</summary>
    public (double Charge, double Capacitance) SourceChargeAt(double vbs) => Sum(sourceBottom.At(vbs), sourceSidewall.At(vbs));

    /// <summary>Meyer's capacitances of the oxide from gate to source, drain and bulk, at v_ds ≥ 0 [F].</summary>
    public (double Source, double Drain, double Bulk) OxideCapacitancesAt(double vgs, double vds, in ChannelPoint channel)
    {
        if (oxide == 0)
            return default;
        var drive = vgs - channel.Threshold;
        var saturation = Math.Max(channel.Saturation, SmallestSaturation);
        if (drive <= -phi)
            return (0, 0, oxide);
        if (drive <= -phi / 2)
            return (0, 0, -drive * oxide / phi);
        // Depletion hands over to inversion between −φ/2 and 0.
        var bulk = drive <= 0 ? -drive * oxide / phi : 0;
        var channelShare = 2.0 / 3 * oxide * (drive <= 0 ? 2 * drive / phi + 1 : 1);
        if (vds >= saturation)
            return (channelShare, 0, bulk);
        var total = 2 * saturation - vds;
        var (atDrain, atSource) = (saturation / total, (saturation - vds) / total);
        return (channelShare * (1 - atSource * atSource), channelShare * (1 - atDrain * atDrain), bulk);
    }

    private (double Current, double Conductance) JunctionAt(double v, double saturation)
    {
        if (v <= -3 * thermal)
            return (-saturation, 0);
        var e = Math.Exp(Math.Min(v / thermal, LargestExponent));
        return (saturation * (e - 1), saturation * e / thermal);
    }

    private double CriticalVoltage(double saturation) =>
        saturation > 0 ? thermal * Math.Log(thermal / (Math.Sqrt(2) * saturation)) : double.PositiveInfinity;

    private static (double Charge, double Capacitance) Sum((double Charge, double Capacitance) a, (double Charge, double Capacitance) b) =>
        (a.Charge + b.Charge, a.Capacitance + b.Capacitance);
}
