namespace CircuitSim.Experiments.Figures;

/// <summary>What many values of one case come to, as a box shows them.</summary>
/// <param name="Low">Where the lower whisker ends.</param>
/// <param name="High">Where the upper whisker ends.</param>
/// <param name="Count">Of the values.</param>
/// <param name="Samples">All of them, where a dot each is wanted.</param>
public sealed record FigureBox(
    string Name, double Least, double Low, double LowerQuartile, double Median, double UpperQuartile, double High, double Greatest, double Mean, long Count, IReadOnlyList<double> Samples)
{
    /// <summary>With whiskers to the ends, and a dot for each value.</summary>
    internal static FigureBox Of(string name, IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        return new FigureBox(name, sorted[0], sorted[0], Quantile(sorted, 0.25), Quantile(sorted, 0.5), Quantile(sorted, 0.75), sorted[^1], sorted[^1], sorted.Average(), sorted.Length, values);
    }

    /// <summary>Linear between the sorted values, as R's seventh kind and NumPy's default (Hyndman and Fan, The American Statistician 50(4), 1996).</summary>
    internal static double Quantile(IReadOnlyList<double> sorted, double share)
    {
        var place = share * (sorted.Count - 1);
        var (below, part) = ((int)place, place - (int)place);
        return below + 1 < sorted.Count ? sorted[below] + part * (sorted[below + 1] - sorted[below]) : sorted[^1];
    }
}
