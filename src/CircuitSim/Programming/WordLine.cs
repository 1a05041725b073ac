using CircuitSim.Crossbars;

namespace CircuitSim.Programming;

/// <summary>
/// What the cells of a row take from each other: their currents share the word line from its driver on.
/// <code>
/// driver ── S_0 ──┬── … ──┬── …        cell j loses  Σ_{k &lt; j} S_k F_j i_k + Σ_{k &gt; j} S_j F_k i_k
///                 i_0     i_j          S_j: driver and all segments before column j
///                                      F_j: 1, or driven from both ends what lies behind column j over the whole line
/// </code>
/// Its own current is not in it: that part of the way is as good as a resistance of the cell. May be shared between threads.
/// </summary>
public sealed class WordLine
{
    // [N] [Ω] and [1].
    private readonly double[] before, behind;

    public WordLine(CrossbarWiring wiring, int row)
    {
        var columns = wiring.Columns;
        (before, behind) = (new double[columns], new double[columns]);
        double Segment(int j) => wiring.WordLineSegments[row * (columns + 1) + j];
        var sum = wiring.Drivers[row];
        for (var j = 0; j < columns; j++)
            before[j] = sum += Segment(j);
        var whole = sum + Segment(columns) + wiring.Drivers[row];
        for (var j = 0; j < columns; j++)
            behind[j] = wiring.Drive == WordLineDrive.BothEnds && whole > 0 ? (whole - before[j]) / whole : 1;
    }

    /// <summary>What each cell loses by the currents of all others [V].</summary>
    /// <param name="currents">Magnitudes, all in the same direction, [N] [A].</param>
    /// <param name="drops">[N] [V].</param>
    public void Drops(ReadOnlySpan<double> currents, Span<double> drops)
    {
        var later = 0.0;
        for (var j = before.Length - 1; j >= 0; j--)
        {
            drops[j] = before[j] * later;
            later += behind[j] * currents[j];
        }

        var earlier = 0.0;
        for (var j = 0; j < before.Length; j++)
        {
            drops[j] += behind[j] * earlier;
            earlier += before[j] * currents[j];
        }
    }
}
