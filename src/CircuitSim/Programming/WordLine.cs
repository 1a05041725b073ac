using CircuitSim.Crossbars;

namespace CircuitSim.Programming;

/// <summary>
/// What the cells of a row take from each other: their currents share the word line from its driver on.
/// <code>
/// driver ── S_0 ──┬── … ──┬── …        cell j loses  Σ_{k ≠ j} S_min(j,k) · i_k
///                 i_0     i_j          S_j: driver and all segments before column j
/// </code>
/// Its own current is not in it: that part of the way is as good as a resistance of the cell. May be shared between threads.
/// </summary>
public sealed class WordLine
{
    // [N] from the driver to the column [Ω].
    private readonly double[] shared;

    /// <param name="wiring">Driven from one end.</param>
    public WordLine(CrossbarWiring wiring, int row)
    {
        shared = new double[wiring.Columns];
        var sum = wiring.Drivers[row];
        for (var j = 0; j < shared.Length; j++)
            shared[j] = sum += wiring.WordLineSegments[row * (wiring.Columns + 1) + j];
    }

    /// <summary>What each cell loses by the currents of all others [V].</summary>
    /// <param name="currents">Magnitudes, all in the same direction, [N] [A].</param>
    /// <param name="drops">[N] [V].</param>
    public void Drops(ReadOnlySpan<double> currents, Span<double> drops)
    {
        var beyond = 0.0;
        foreach (var current in currents)
            beyond += current;
        // Those before column j share only their own part of the line, those behind it all of j's.
        var before = 0.0;
        for (var j = 0; j < shared.Length; j++)
        {
            beyond -= currents[j];
            drops[j] = before + shared[j] * beyond;
            before += shared[j] * currents[j];
        }
    }
}
