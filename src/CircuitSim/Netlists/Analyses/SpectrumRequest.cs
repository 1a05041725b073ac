using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>An <c>.fft</c>: the discrete Fourier transform of a quantity over a part of a transient.</summary>
public sealed record SpectrumRequest(Expression Quantity) : Written
{
    /// <summary>Most points.</summary>
    public const int MostPoints = 1 << 24;

    /// <summary>A power of two from 4 on.</summary>
    public int Points { get; init; } = 1024;

    public SpectrumWindow Window { get; init; }

    /// <summary>alfa of the windows of Gauss and Kaiser.</summary>
    public double Shape { get; init; } = 3;

    /// <summary>Null is the start of the transient [s].</summary>
    public ElementValue? Start { get; init; }

    /// <summary>Null is the stop of the transient [s].</summary>
    public ElementValue? Stop { get; init; }

    /// <summary>The signal's; null is one period over the whole [Hz].</summary>
    public ElementValue? Frequency { get; init; }

    /// <summary>Below it nothing counts as spurious; null is the signal's frequency [Hz].</summary>
    public ElementValue? LowestFrequency { get; init; }

    /// <summary>Above it nothing counts as harmonic or spurious; null is half of the sampling rate [Hz].</summary>
    public ElementValue? HighestFrequency { get; init; }

    public SpectrumRequest Placed(Placement placement)
    {
        ArgumentNullException.ThrowIfNull(placement);
        return this with
        {
            Quantity = placement.Expression(Quantity),
            Start = placement.Value(Start),
            Stop = placement.Value(Stop),
            Frequency = placement.Value(Frequency),
            LowestFrequency = placement.Value(LowestFrequency),
            HighestFrequency = placement.Value(HighestFrequency),
        };
    }

    /// <summary>Start and end of what is sampled, within a transient [s]; null if there is nothing between the two.</summary>
    internal (double Start, double End)? Interval(double start, double stop) =>
        (Math.Max(Start?.Number ?? start, start), Math.Min(Stop?.Number ?? stop, stop)) is var (from, to) && from < to ? (from, to) : null;
}
