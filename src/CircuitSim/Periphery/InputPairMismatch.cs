using CircuitSim.Numerics;

namespace CircuitSim.Periphery;

/// <summary>
/// Mismatch of the two transistors at the input of a sense amplifier, and the offset that it makes: a difference of thresholds
/// counts in full, one of widths by half the overdrive, V_os = ΔV_t − ½(V_GS − V_t) ΔW/W (Razavi, IEEE Solid-State Circuits
/// Magazine 7(2), 2015), with σ(ΔV_t) = A_Vt/√(WL) (Pelgrom, JSSC 24(5), 1989).
/// </summary>
public sealed record InputPairMismatch
{
    /// <summary>[m]</summary>
    public double Width { get; init; } = 4e-6;

    /// <summary>[m]</summary>
    public double Length { get; init; } = 0.18e-6;

    /// <summary>A_Vt: standard deviation of the thresholds' difference times √(WL); 3.5 mV·µm is usual for 0.18 µm [V·m].</summary>
    public double ThresholdCoefficient { get; init; } = 3.5e-9;

    /// <summary>Standard deviation of the widths' difference over their mean.</summary>
    public double WidthDeviation { get; init; } = 0.01;

    /// <summary>
    /// V_GS − V_t while the pair decides [V]. A StrongARM decides early, before its tail conducts fully: the default is what the
    /// latch of netlists/periphery shows at a common mode of 0.9 V.
    /// </summary>
    public double Overdrive { get; init; } = 0.24;

    /// <summary>σ(ΔV_t) [V]</summary>
    public double ThresholdDeviation => ThresholdCoefficient / Math.Sqrt(Width * Length);

    /// <summary>Standard deviation of the offset [V].</summary>
    public double OffsetDeviation => double.Hypot(ThresholdDeviation, 0.5 * Overdrive * WidthDeviation);

    /// <summary>One pair, as mismatch of a transistor circuit.</summary>
    /// <returns>Difference of thresholds [V]; difference of widths over their mean.</returns>
    public (double Threshold, double Width) Draw(RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return (ThresholdDeviation * random.NextNormal(), WidthDeviation * random.NextNormal());
    }

    /// <summary>The offset of a pair [V].</summary>
    public double Offset(double threshold, double width) => threshold - 0.5 * Overdrive * width;
}
