using static CircuitSim.Devices.PhysicalConstants;

namespace CircuitSim.Devices;

/// <summary>
/// SPICE's junction field-effect transistor as one of n-channel: of a p-channel one all voltages and currents are reversed, see
/// <see cref="Polarity"/>. Its channel is that of H. Shichman and D. A. Hodges (IEEE JSSC 3, 1968) with the tail b of A. E. Parker
/// and D. J. Skellern (Sydney University, 1989), as SPICE 3f5 has it. With u = v_gs − vto and κ = (1 − b) / (pb − vto), for v_ds ≥ 0
/// <code>
/// i_d = 0                                                                          u ≤ 0
///     = β u² (b + κ u) (1 + λ v_ds)                                                v_ds ≥ u
///     = β v_ds (u (2b + 3κ (u − v_ds)) + v_ds (κ v_ds − b)) (1 + λ v_ds)           between
/// </code>
/// and for v_ds &lt; 0 the same with drain and source swapped. Level 2 is Xyce's: W. Shockley's channel (Proc. IRE 40, 1952), saturating
/// at u + δ; with a = pb − vto and w = v_ds (1 − δ / (u + δ)), in saturation w = u,
/// <code>
/// i_d = β (w − ⅔ a (((a + w − u)/a)^1.5 − ((a − u)/a)^1.5)) (1 + λ v_ds) / (1 + θ u)
/// </code>
/// A MESFET is that of H. Statz, P. Newman, I. W. Smith, R. A. Pucel and H. A. Haus (IEEE Trans. Electron Devices 34, 1987),
/// <code>
/// i_d = β u² / (1 + b u) (1 − (1 − α v_ds/3)³) (1 + λ v_ds)        α v_ds &lt; 3, above that without the cube
/// </code>
/// whose gate has one charge of two voltages. Gate and channel are two diodes. Currents and charges are of the whole area, at the transistor's temperature.
/// </summary>
public readonly struct JunctionFet
{
    private readonly double beta, lambda, tail, kappa, depth, shift, mobility, steepness, sourceCapacitance, drainCapacitance, potential;
    private readonly JfetChannel channel;
    private readonly JunctionDiode sourceJunction, drainJunction;

    /// <param name="p">Checked; its own nominal temperature goes before <paramref name="nominalCelsius"/>.</param>
    /// <param name="area">Area times the number of parallel transistors.</param>
    /// <param name="celsius">Temperature of the transistor [°C].</param>
    /// <param name="nominalCelsius">Temperature at which the parameters were measured [°C].</param>
    public JunctionFet(JfetParameters p, double area, double celsius, double nominalCelsius)
    {
        var nominal = p.NominalTemperature ?? nominalCelsius;
        var ratio = (ZeroCelsius + celsius) / (ZeroCelsius + nominal);
        Polarity = p.IsPChannel ? -1 : 1;
        Threshold = p.Threshold + p.ThresholdDrift * (celsius - nominal);
        beta = area * p.Transconductance * (p.TransconductanceDrift is { } percent ? Math.Pow(1.01, percent * (celsius - nominal)) : Math.Pow(ratio, p.MobilityExponent));
        lambda = p.ChannelLengthModulation;
        channel = p.Channel;
        tail = p.DopingTail;
        // Of the card's own values, at any temperature.
        kappa = tail == 1 ? 0 : (1 - tail) / (p.GatePotential - p.Threshold);
        potential = PotentialAt(p.GatePotential, ZeroCelsius + nominal, ZeroCelsius + celsius);
        depth = potential - Threshold;
        (shift, mobility, steepness) = (p.SaturationShift, p.MobilityModulation, p.SaturationSteepness);
        HasGateCharge = channel == JfetChannel.Statz && p.SourceCapacitance + p.DrainCapacitance > 0;
        // Zero-bias capacitances follow temperature as those of any junction do.
        (sourceCapacitance, drainCapacitance) = (Junction(p.SourceCapacitance).ChargeAt(0, 0, 0).Capacitance, Junction(p.DrainCapacitance).ChargeAt(0, 0, 0).Capacitance);
        sourceJunction = Junction(HasGateCharge ? 0 : p.SourceCapacitance);
        drainJunction = Junction(HasGateCharge ? 0 : p.DrainCapacitance);
        DrainConductance = p.DrainResistance > 0 ? area / p.DrainResistance : null;
        SourceConductance = p.SourceResistance > 0 ? area / p.SourceResistance : null;

        JunctionDiode Junction(double capacitance) => new(new DiodeParameters
        {
            SaturationCurrent = p.SaturationCurrent,
            EmissionCoefficient = p.EmissionCoefficient,
            RecombinationCurrent = p.RecombinationCurrent,
            RecombinationEmission = p.RecombinationEmission,
            JunctionCapacitance = capacitance,
            JunctionPotential = p.GatePotential,
            GradingCoefficient = p.Grading,
            ForwardCapacitanceCoefficient = p.ForwardCapacitanceCoefficient,
            SaturationCurrentExponent = p.SaturationCurrentExponent,
            ActivationEnergy = p.ActivationEnergy,
        }, area, celsius, nominal);
    }

    /// <summary>+1 for n-channel, −1 for p-channel: the factor between the circuit's voltages and those of the equations.</summary>
    public double Polarity { get; }

    /// <summary>vto at the transistor's temperature [V].</summary>
    public double Threshold { get; }

    /// <summary>Null without resistance [S].</summary>
    public double? DrainConductance { get; }

    /// <summary>Null without resistance [S].</summary>
    public double? SourceConductance { get; }

    /// <summary>Whether the gate's charge is <see cref="GateChargeAt"/> and not that of two junctions.</summary>
    public bool HasGateCharge { get; }

    /// <summary>From gate to source.</summary>
    public JunctionDiode SourceJunction => sourceJunction;

    /// <summary>From gate to drain.</summary>
    public JunctionDiode DrainJunction => drainJunction;

    /// <summary>i_d and its slopes along v_gs and v_gd [A], [S].</summary>
    public (double Current, double BySource, double ByDrain) ChannelAt(double vgs, double vgd)
    {
        // Slopes along u and v_ds = v_gs − v_gd.
        if (vgs >= vgd)
        {
            var (current, byDrive, byDrop) = ForwardAt(vgs - Threshold, vgs - vgd);
            return (current, byDrive + byDrop, -byDrop);
        }

        var (reverse, byGate, byReverse) = ForwardAt(vgd - Threshold, vgd - vgs);
        return (-reverse, byReverse, -byGate - byReverse);
    }

    /// <summary>β u (1 + α + α²) / (1 + α) with α = 1 − v_ds/u in the linear region, 0 in saturation: what noise sees of the channel [S].</summary>
    public double NoiseConductanceAt(double vgs, double vgd)
    {
        var (drive, drop) = (Math.Max(vgs, vgd) - Threshold, Math.Abs(vgs - vgd));
        if (drive <= 0)
            return 0;
        var alpha = Math.Max(1 - drop / drive, 0);
        return beta * drive * (1 + alpha + alpha * alpha) / (1 + alpha);
    }

    /// <summary>
    /// Statz' charge of the gate and its slopes along v_gs and v_gd [C], [F]: of the larger of both voltages as a junction's, of the smaller
    /// a constant capacitance, with smooth corners 1/α and 0.2 V wide, and a straight line above 0.5 V.
    /// </summary>
    public (double Charge, double BySource, double ByDrain) GateChargeAt(double vgs, double vgd)
    {
        const double width = 0.2, linear = 0.5;
        var drop = Math.Sqrt((vgs - vgd) * (vgs - vgd) + 1 / (steepness * steepness));
        var larger = 0.5 * (vgs + vgd + drop);
        var corner = Math.Sqrt((larger - Threshold) * (larger - Threshold) + width * width);
        var effective = 0.5 * (larger + Threshold + corner);
        var limit = Math.Min(linear, 0.95 * potential);
        var inside = Math.Min(effective, limit);
        var root = Math.Sqrt(1 - inside / potential);
        var charge = sourceCapacitance * (2 * potential * (1 - root) + (effective - inside) / Math.Sqrt(1 - limit / potential)) + drainCapacitance * (larger - drop);
        var slope = sourceCapacitance / root * 0.5 * (1 + (larger - Threshold) / corner);
        var (atSource, atDrain) = (0.5 * (1 + (vgs - vgd) / drop), 0.5 * (1 - (vgs - vgd) / drop));
        return (charge, slope * atSource + drainCapacitance * atDrain, slope * atDrain + drainCapacitance * atSource);
    }

    private (double Current, double ByDrive, double ByDrop) ForwardAt(double u, double vds)
    {
        if (u <= 0)
            return (0, 0, 0);
        var (shape, byDrive, byDrop) = channel switch { JfetChannel.Shockley => Shockley(u, vds), JfetChannel.Statz => Statz(u, vds), _ => Square(u, vds) };
        var scale = beta * (1 + lambda * vds);
        return (scale * shape, scale * byDrive, scale * byDrop + beta * lambda * shape);
    }

    private (double Shape, double ByDrive, double ByDrop) Square(double u, double vds)
    {
        if (vds > u)
            return (u * u * (tail + kappa * u), u * (2 * tail + 3 * kappa * u), 0);
        var part = 2 * tail + 3 * kappa * (u - vds);
        return (vds * (vds * (kappa * vds - tail) + u * part), vds * (part + 3 * kappa * u), (u - vds) * part);
    }

    private (double Shape, double ByDrive, double ByDrop) Statz(double u, double vds)
    {
        var denominator = 1 + tail * u;
        var (square, slope) = (u * u / denominator, u * (1 + denominator) / (denominator * denominator));
        var rest = Math.Max(1 - steepness * vds / 3, 0);
        var part = 1 - rest * rest * rest;
        return (square * part, slope * part, square * steepness * rest * rest);
    }

    private (double Shape, double ByDrive, double ByDrop) Shockley(double u, double vds)
    {
        var saturation = u + shift;
        var isLinear = vds <= saturation;
        // w and its slopes.
        var (w, wByDrive, wByDrop) = isLinear ? (vds * (1 - shift / saturation), vds * shift / (saturation * saturation), 1 - shift / saturation) : (u, 1, 0);
        var (atDrain, atSource) = (Math.Max((depth + w - u) / depth, 0), Math.Max((depth - u) / depth, 0));
        var (rootDrain, rootSource) = (Math.Sqrt(atDrain), Math.Sqrt(atSource));
        var shape = w - 2 * depth / 3 * (atDrain * rootDrain - atSource * rootSource);
        var byDrive = wByDrive * (1 - rootDrain) + rootDrain - rootSource;
        var reduction = 1 / (1 + mobility * u);
        return (shape * reduction, (byDrive - shape * mobility * reduction) * reduction, wByDrop * (1 - rootDrain) * reduction);
    }
}
