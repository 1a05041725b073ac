using CircuitSim.Crossbars;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Spice;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Arrays;

/// <summary>A case as SPICE text: plain <c>ngspice -b</c> prints its column currents, and <c>circuitsim run</c> reads it, too.</summary>
public static class ArrayNetlist
{
    /// <summary>Three elements a cell: above this no general simulator finishes, nor does the text fit well in memory.</summary>
    private const int MostCells = 1 << 20;

    /// <exception cref="InvalidParameterException">The array is larger than a netlist of it is of use.</exception>
    public static void Write(ArrayCase array, TextWriter output)
    {
        RequireSize(array);
        var (word, bit) = (SiText.Exact(array.Wiring.WordLineSegments[0]), SiText.Exact(array.Wiring.BitLineSegments[0]));
        var netlist = new Netlist
        {
            Title = $"Crossbar array, {array.Rows} by {array.Columns} cells, wire {(word == bit ? $"{word} ohm" : $"{word} (word lines) and {bit} ohm (bit lines)")} per segment, driven from {(array.Wiring.Drive == WordLineDrive.BothEnds ? "both ends" : "one end")}{(array.Wiring.Sensing == BitLineSensing.BothEnds ? ", sensed at both" : "")}",
            Elements = CrossbarNetlist.Elements(array.Wiring, array.Conductances.Span, array.WordLines.Span, array.BitLines.Span, curvature: array.Curvature),
        };
        SpiceWriter.Write(netlist, output, new SpiceWriterOptions
        {
            Dialect = SpiceDialect.Ngspice,
            PrintedCurrents = [.. Enumerable.Range(0, array.Columns).Where(j => !array.BitLines.Span[j].IsFloating).Select(j => CrossbarNetlist.SenseSource(j))],
        });
    }

    internal static void RequireSize(ArrayCase array)
    {
        if (array.Rows * array.Columns > MostCells)
        {
            throw InvalidParameterException.Because("cells",
                $"an array of {array.Rows} × {array.Columns} is too large for a netlist (at most {MostCells} cells); export a tile of it, or use array solve.");
        }
    }
}
