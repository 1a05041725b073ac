using static CircuitSim.Devices.PhysicalConstants;

namespace CircuitSim.Devices;

/// <summary>
/// What lies around the channel of a MOSFET of any level, as an n-channel device: bulk junctions with their depletion charges,
/// resistances of the diffusions, overlaps of the gate, and the gate oxide's capacitances after J. E. Meyer, RCA Review 32, 1971.
/// </summary>
public readonly struct MosfetParasitics
{
    /// <summary>Meyer's formulas divide by v_dsat; below this they go on as at it [V].</summary>
    private const double SmallestSaturation = 0.025;

    private const double LargestExponent = 300;

    private readonly double phi, thermal, oxide;
    private readonly double drainSaturation, sourceSaturation;
    private readonly bool reversesGradually;
    private readonly JunctionCapacitance drainBottom, drainSidewall, sourceBottom, sourceSidewall;

    /// <param name="p">Checked parameters.</param>
    /// <param name="geometry">Checked; length above twice the lateral diffusion.</param>
    /// <param name="celsius">Temperature of the transistor [°C].</param>
    /// <param name="nominalCelsius">Temperature at which the parameters were measured unless they say so themselves [°C].</param>
    public MosfetParasitics(MosfetParameters p, MosfetGeometry geometry, double celsius, double nominalCelsius)
    {
        var nominal = ZeroCelsius + (p.NominalTemperature ?? nominalCelsius);
        var temperature = ZeroCelsius + celsius;
        thermal = ThermalVoltage(temperature);
        Polarity = p.IsPChannel ? -1 : 1;
        phi = PotentialAt(p.SurfacePotential, nominal, temperature);
        reversesGradually = p.Level == 3;

        var (length, width, m) = (geometry.EffectiveLength(p), geometry.EffectiveWidth(p), geometry.Multiplier);
        oxide = p.OxideThickness is { } tox ? OxidePermittivity / tox * length * width * m : 0;
        GateSourceOverlap = p.GateSourceOverlap * m * width;
        GateDrainOverlap = p.GateDrainOverlap * m * width;
        GateBulkOverlap = p.GateBulkOverlap * m * length;

        var growth = Math.Exp(SiliconGap(nominal) / ThermalVoltage(nominal) - SiliconGap(temperature) / thermal);
        var byArea = p.JunctionSaturationCurrentDensity > 0 && geometry.DrainArea > 0 && geometry.SourceArea > 0;
        drainSaturation = growth * m * (byArea ? p.JunctionSaturationCurrentDensity * geometry.DrainArea : p.JunctionSaturationCurrent);
        sourceSaturation = growth * m * (byArea ? p.JunctionSaturationCurrentDensity * geometry.SourceArea : p.JunctionSaturationCurrent);
        (DrainCriticalVoltage, SourceCriticalVoltage) = (CriticalVoltage(drainSaturation), CriticalVoltage(sourceSaturation));
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

    public bool HasGateBulkCharge => oxide > 0 || GateBulkOverlap > 0;

    public bool HasDrainCharge => !drainBottom.IsZero || !drainSidewall.IsZero;

    public bool HasSourceCharge => !sourceBottom.IsZero || !sourceSidewall.IsZero;

    /// <summary>V_t [V].</summary>
    public double ThermalVoltageOfJunctions => thermal;

    /// <summary>[V]</summary>
    public double DrainCriticalVoltage { get; }

    /// <summary>[V]</summary>
    public double SourceCriticalVoltage { get; }

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
        {
            // Levels 1 and 2 stop there; level 3 goes on to −I_s with a slope, by the third power.
            if (!reversesGradually)
                return (-saturation, 0);
            var part = 3 * thermal / (v * Math.E);
            var cube = part * part * part;
            return (-saturation * (1 + cube), saturation * 3 * cube / v);
        }

        var e = Math.Exp(Math.Min(v / thermal, LargestExponent));
        return (saturation * (e - 1), saturation * e / thermal);
    }

    private double CriticalVoltage(double saturation) =>
        saturation > 0 ? thermal * Math.Log(thermal / (Math.Sqrt(2) * saturation)) : double.PositiveInfinity;

    private static (double Charge, double Capacitance) Sum((double Charge, double Capacitance) a, (double Charge, double Capacitance) b) =>
        (a.Charge + b.Charge, a.Capacitance + b.Capacitance);
}
