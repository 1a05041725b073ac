namespace CircuitSim.Crossbars;

/// <summary>
/// The coarse nodes along one direction of an array: every spacing-th crosspoint and the last one. A hat is 1 at its node
/// and falls to 0 at the neighbouring ones: linearly across lines, and along a line as its resistance grows.
/// </summary>
internal sealed class CoarseAxis
{
    private readonly int[] interval;
    private readonly double[] fraction;

    /// <param name="length">Number of crosspoints.</param>
    /// <param name="spacing">Crosspoints between two coarse nodes, at least 1.</param>
    public CoarseAxis(int length, int spacing)
    {
        var nodes = new List<int>();
        for (var k = 0; k < length - 1; k += spacing)
            nodes.Add(k);
        nodes.Add(length - 1);
        Nodes = [.. nodes];
        (interval, fraction) = (new int[length], new double[length]);
        for (var k = 0; k < length; k++)
        {
            interval[k] = Math.Min(k / spacing, Math.Max(0, Nodes.Length - 2));
            if (Nodes.Length > 1)
                fraction[k] = (double)(k - Nodes[interval[k]]) / (Nodes[interval[k] + 1] - Nodes[interval[k]]);
        }
    }

    public int[] Nodes { get; }

    public int Count => Nodes.Length;

    /// <summary>The node at or before a crosspoint, and the weight of the next one's hat there.</summary>
    public (int Node, double NextWeight) At(int k) => (interval[k], fraction[k]);

    /// <summary>Σ weight(k) hat_A(k) hat_B(k): [A, 0] for B = A, [A, 1] for B = A + 1.</summary>
    public double[,] Mass(Func<int, double> weight)
    {
        var mass = new double[Count + 1, 2];
        for (var k = 0; k < interval.Length; k++)
        {
            var (node, next) = At(k);
            var w = weight(k);
            mass[node, 0] += w * (1 - next) * (1 - next);
            mass[node, 1] += w * (1 - next) * next;
            mass[node + 1, 0] += w * next * next;
        }

        return mass;
    }

    /// <summary>
    /// Conductance of each line between neighbouring coarse nodes, [lines × (Count − 1)] [S]: its segments in series, what a
    /// voltage sees that takes the least power.
    /// </summary>
    /// <param name="segmentBefore">Conductance of a line's segment before a crosspoint ≥ 1 [S].</param>
    public double[] SeriesConductances(int lines, Func<int, int, double> segmentBefore)
    {
        var series = new double[lines * (Count - 1)];
        for (var line = 0; line < lines; line++)
        {
            for (var n = 0; n + 1 < Count; n++)
            {
                double resistance = 0;
                for (var k = Nodes[n] + 1; k <= Nodes[n + 1]; k++)
                    resistance += 1 / segmentBefore(line, k);
                series[line * (Count - 1) + n] = 1 / resistance;
            }
        }

        return series;
    }

    /// <summary>
    /// What stands between neighbouring coarse nodes of lines that run along this axis, weighted with hat_A hat_B of the
    /// lines' own axis, [A, B − A, interval] [S].
    /// </summary>
    /// <param name="lines">The axis that counts the lines.</param>
    /// <param name="series">Their <see cref="SeriesConductances"/>.</param>
    public double[,,] Links(CoarseAxis lines, double[] series)
    {
        var links = new double[lines.Count + 1, 2, Count];
        for (var line = 0; line < lines.interval.Length; line++)
        {
            var (node, next) = lines.At(line);
            for (var n = 0; n + 1 < Count; n++)
            {
                var link = series[line * (Count - 1) + n];
                links[node, 0, n] += (1 - next) * (1 - next) * link;
                links[node, 1, n] += (1 - next) * next * link;
                links[node + 1, 0, n] += next * next * link;
            }
        }

        return links;
    }

    /// <summary>Entry of the chain of coarse nodes with these links: of node n with itself, or with node n + 1.</summary>
    public static double Stiffness(double[,,] links, int line, int lineStep, int n, int step)
    {
        if (step == 1)
            return -links[line, lineStep, n];
        return links[line, lineStep, n] + (n > 0 ? links[line, lineStep, n - 1] : 0);
    }
}
