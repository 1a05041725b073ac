namespace CircuitSim.Experiments.Figures;

/// <summary>A line over a rising axis, without the points that no figure can show.</summary>
internal static class ThinnedLine
{
    /// <summary>Points that a figure of 600 pixels can show: the lowest and the highest of each column of pixels.</summary>
    public const int MostPoints = 1200;

    /// <param name="x">Rising.</param>
    public static IReadOnlyList<(double X, double Y)> Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count <= MostPoints)
            return [.. x.Zip(y)];
        var points = new List<(double, double)>();
        var (first, range) = (x[0], x[^1] - x[0]);
        for (var k = 0; k < x.Count;)
        {
            var bucket = Bucket(x[k]);
            var (low, high) = (k, k);
            for (; k < x.Count && Bucket(x[k]) == bucket; k++)
            {
                if (y[k] < y[low])
                    low = k;
                if (y[k] > y[high])
                    high = k;
            }

            points.Add((x[Math.Min(low, high)], y[Math.Min(low, high)]));
            if (low != high)
                points.Add((x[Math.Max(low, high)], y[Math.Max(low, high)]));
        }

        return points;

        int Bucket(double place) => (int)((place - first) / range * (MostPoints / 2 - 1));
    }
}
