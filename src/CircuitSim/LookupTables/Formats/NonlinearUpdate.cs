namespace CircuitSim.LookupTables.Formats;

/// <summary>
/// The update curve of NeuroSim (Chen, Peng and Yu, "NeuroSim+", IEDM 2017): over the part x of the pulses that lead from the least to
/// the greatest conductance, the part of the range is y = (1 − e^{−x/A})/(1 − e^{−1/A}). A is above zero for a curve that rises
/// steeply first.
/// </summary>
public static class NonlinearUpdate
{
    /// <summary>The first and the last entry of NeuroSim's table of nonlinearity; it has one every 0.01.</summary>
    public const double LeastNonlinearity = 0.01, GreatestNonlinearity = 9;

    /// <summary>1/A of the last entry.</summary>
    private const double GreatestCurvature = 43.84;

    /// <summary>y at x; <paramref name="curvature"/> is 1/A, 0 for a straight line.</summary>
    public static double Part(double x, double curvature) => Math.Abs(curvature) < 1e-9 ? x : (1 - Math.Exp(-curvature * x)) / (1 - Math.Exp(-curvature));

    /// <summary>x at y.</summary>
    public static double Pulse(double y, double curvature) => Math.Abs(curvature) < 1e-9 ? y : -Math.Log(1 - y * (1 - Math.Exp(-curvature))) / curvature;

    /// <summary>
    /// The label of a curve in NeuroSim's table "Nonlinearity-NormA" (900 entries), with the sign of A. Its entries follow a closed form,
    /// the curve's largest height above the straight line: with B = 1/(1 − e^{−1/A}), (B − A − A ln(B/A))/0.0989949.
    /// </summary>
    public static double Nonlinearity(double curvature)
    {
        if (Math.Abs(curvature) < 1e-4)
            return curvature / 8 / 0.0989949; // The limit, where the closed form loses all digits.
        var a = 1 / Math.Abs(curvature);
        var b = 1 / (1 - Math.Exp(-1 / a));
        return Math.Sign(curvature) * (b - a - a * Math.Log(b / a)) / 0.0989949;
    }

    /// <summary>The 1/A of least squares through points (x, y).</summary>
    /// <param name="least">No 1/A below it is taken.</param>
    public static double Fit(IReadOnlyList<(double X, double Y)> points, double least = -GreatestCurvature)
    {
        double Error(double curvature) => points.Sum(p => Math.Pow(Part(p.X, curvature) - p.Y, 2));
        // The error has one valley for curves of this kind, but noise may ripple it: the best of a scan is refined, ten times at a go.
        // Of a curve that bends more than any label says, that is an end of the table.
        const int Steps = 20, Refinements = 10;
        double[] scan = [least, .. Enumerable.Range(-100, 201).Select(k => GreatestCurvature * Math.Pow(k / 100.0, 3)).Where(c => c > least)];
        for (var n = 0; ; n++)
        {
            var best = Enumerable.Range(0, scan.Length).MinBy(k => Error(scan[k]));
            if (n == Refinements)
                return scan[best];
            var (low, high) = (scan[Math.Max(best - 1, 0)], scan[Math.Min(best + 1, scan.Length - 1)]);
            scan = [.. Enumerable.Range(0, Steps + 1).Select(k => low + (high - low) * k / Steps)];
        }
    }
}
