using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>
/// Many numbers in little memory: count, mean, least and greatest of all; quartiles of a sample of them, which is all where they are few
/// (reservoir sampling, Vitter, ACM TOMS 11, 1985). The same numbers in the same order give the same bits.
/// </summary>
internal sealed class CampaignSample
{
    private const int Most = 2000;

    private readonly List<double> kept = [];
    private readonly RandomStream random = new(1);
    private double squares;

    public long Count { get; private set; }

    public double Mean { get; private set; }

    /// <summary>Of the whole, as of a sample.</summary>
    public double Deviation => Count > 1 ? Math.Sqrt(squares / (Count - 1)) : 0;

    public double Least { get; private set; } = double.PositiveInfinity;

    public double Greatest { get; private set; } = double.NegativeInfinity;

    /// <summary>Rising.</summary>
    public IReadOnlyList<double> Kept => [.. kept.Order()];

    public void Add(double value)
    {
        Count++;
        (Least, Greatest) = (Math.Min(Least, value), Math.Max(Greatest, value));
        // Welford's recurrence.
        var from = value - Mean;
        Mean += from / Count;
        squares += from * (value - Mean);
        if (kept.Count < Most)
            kept.Add(value);
        else if ((long)(random.NextUniform() * Count) is < Most and var place)
            kept[(int)place] = value;
    }

    public CampaignSpread SpreadAt(double x)
    {
        var sorted = Kept;
        return new CampaignSpread(x, Least, Quantile(sorted, 0.25), Quantile(sorted, 0.5), Quantile(sorted, 0.75), Greatest, Mean);
    }

    /// <summary>Between the two values beside it, as NumPy's default.</summary>
    private static double Quantile(IReadOnlyList<double> sorted, double share)
    {
        var at = share * (sorted.Count - 1);
        var below = (int)at;
        return below + 1 < sorted.Count ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
