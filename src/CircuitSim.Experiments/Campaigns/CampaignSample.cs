using CircuitSim.Experiments.Figures;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>
/// Many numbers in little memory: count, mean, least and greatest of all; quartiles of a sample of them, which is all where they are few
/// (reservoir sampling, Vitter, ACM TOMS 11, 1985). The same numbers in the same order give the same bits.
/// </summary>
/// <param name="most">Of the numbers that are kept for quartiles.</param>
internal sealed class CampaignSample(int most = CampaignSample.Most)
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
    public IReadOnlyList<double> Kept
    {
        get
        {
            double[] sorted = [.. kept];
            Array.Sort(sorted);
            return sorted;
        }
    }

    public void Add(double value)
    {
        Count++;
        (Least, Greatest) = (Math.Min(Least, value), Math.Max(Greatest, value));
        // Welford's recurrence.
        var from = value - Mean;
        Mean += from / Count;
        squares += from * (value - Mean);
        if (kept.Count < most)
            kept.Add(value);
        else if (most > 0 && (long)(random.NextUniform() * Count) is var place && place < most)
            kept[(int)place] = value;
    }

    /// <summary>A box whose whiskers hold nine of ten.</summary>
    /// <param name="name">Of its place.</param>
    public FigureBox Box(string name)
    {
        var sorted = Kept;
        double At(double share) => FigureBox.Quantile(sorted, share);
        return new FigureBox(name, Least, At(0.05), At(0.25), At(0.5), At(0.75), At(0.95), Greatest, Mean, Count, []);
    }
}
