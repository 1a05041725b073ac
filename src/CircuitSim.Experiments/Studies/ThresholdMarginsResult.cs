using CircuitSim.Programming;

namespace CircuitSim.Experiments.Studies;

/// <summary>What <see cref="ThresholdMargins"/> found.</summary>
public sealed record ThresholdMarginsResult
{
    public required ThresholdMarginsOptions Options { get; init; }

    public required CardProvenance Card { get; init; }

    /// <summary>Sizes × wire resistances × directions.</summary>
    public required IReadOnlyList<MarginCase> Cases { get; init; }

    /// <summary>Of the array that is looked at closely, set and reset.</summary>
    public required IReadOnlyList<WriteWindow> Windows { get; init; }

    /// <summary>For each of <see cref="Windows"/>, drift of every cell after all writes at the window's amplitude, [size × size], part of the range.</summary>
    public required IReadOnlyList<double[]> DisturbMaps { get; init; }

    public required IReadOnlyList<WriteYield> Yields { get; init; }

    public required IReadOnlyList<WholeArrayCheck> Checks { get; init; }

    public required IReadOnlyList<(string Step, double Seconds)> Timing { get; init; }

    /// <summary>The amplitude at which fewest devices fail; the middle one where several are as good.</summary>
    public WriteYield BestYield(WriteDirection direction)
    {
        var curve = Yields.Where(y => y.Direction == direction).ToList();
        var fewest = curve.Min(y => y.Failed);
        var best = curve.Where(y => y.Failed == fewest).ToList();
        return best[best.Count / 2];
    }
}
