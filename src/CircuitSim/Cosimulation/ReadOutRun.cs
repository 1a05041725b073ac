namespace CircuitSim.Cosimulation;

/// <summary>A batch of images through a read-out with some of its stages as circuits.</summary>
/// <param name="Taps">In the order of the chain.</param>
/// <param name="Outputs">Of the layer, [images × outputs] row-major.</param>
/// <param name="ReadErrors">Of what is decoded against the ideal voltage before any converter, [images × lines] row-major [LSB].</param>
/// <param name="Saturated">Amplifiers that left their range in some image, a line each that names them; none where all is well.</param>
public sealed record ReadOutRun(IReadOnlyList<Tap> Taps, double[] Outputs, double[] ReadErrors, IReadOnlyList<string> Saturated)
{
    /// <summary>When the taps settled and what the read took; null at rest.</summary>
    public ReadOutTiming? Timing { get; init; }
}
