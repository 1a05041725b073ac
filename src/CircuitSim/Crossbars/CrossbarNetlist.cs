using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Crossbars;

/// <summary>
/// The netlist of an array between ideal sources, so that any simulator can solve what <see cref="CrossbarSolver"/> solves.
/// Wires and cells are those of <see cref="ArrayCircuit"/>; <c>Vin_i</c> drives a word line, and the current of
/// <c>Vs_j out_j 0 0</c> is what leaves the array.
/// </summary>
public static class CrossbarNetlist
{
    /// <summary>Elements of one array with frozen cells.</summary>
    /// <param name="wiring">The array's wires.</param>
    /// <param name="conductances">Cells, [M × N] row-major; 0 is an open cell, which has no element [S].</param>
    /// <param name="rowVoltages">Voltage of each word-line source, [M] [V].</param>
    /// <param name="prefix">Put before every name behind its SPICE letter, e.g. <c>t_0_0_</c> for a tile.</param>
    public static IReadOnlyList<Element> Elements(
        CrossbarWiring wiring, ReadOnlySpan<double> conductances, ReadOnlySpan<double> rowVoltages, string prefix = "")
    {
        var wordLines = new LineBias[rowVoltages.Length];
        for (var i = 0; i < wordLines.Length; i++)
            wordLines[i] = rowVoltages[i];
        return Elements(wiring, conductances, wordLines, new LineBias[wiring.Columns], prefix);
    }

    /// <summary>The same with any line at any voltage or floating.</summary>
    /// <param name="wordLines">[M]; a floating one has neither <c>Vin_i</c> nor drivers nor the segments that lead to them.</param>
    /// <param name="bitLines">
    /// Voltage of each <c>Vs_j</c>, [N]; a floating one has neither it nor sense resistors nor the segments that lead there.
    /// </param>
    /// <param name="curvature">b of cells that are i = G/b · sinh(b v), each a source <c>Bm_i_j</c>; 0: resistors [1/V].</param>
    public static IReadOnlyList<Element> Elements(
        CrossbarWiring wiring, ReadOnlySpan<double> conductances, ReadOnlySpan<LineBias> wordLines, ReadOnlySpan<LineBias> bitLines, string prefix = "", double curvature = 0)
    {
        var array = new ArrayCircuit(wiring, wordLines, bitLines, prefix);
        var (rows, columns) = (wiring.Rows, wiring.Columns);
        if (conductances.Length != rows * columns)
            throw InvalidParameterException.WrongShape("conductances", $"[{conductances.Length}]", $"[{rows} × {columns}]");
        var elements = new List<Element>(3 * rows * columns + 3 * rows + 3 * columns);
        for (var i = 0; i < rows; i++)
        {
            if (!wordLines[i].IsFloating)
                elements.Add(new VoltageSource(WordSource(i, prefix), array.WordPort(i), NodeId.Ground, wordLines[i].Voltage));
            elements.AddRange(array.WordLine(i));
        }

        for (var j = 0; j < columns; j++)
        {
            elements.AddRange(array.BitLine(j));
            for (var i = 0; i < rows; i++)
            {
                if (conductances[i * columns + j] is > 0 and var g)
                    elements.Add(curvature == 0 ? array.Cell(i, j, g) : Curved($"B{prefix}m_{i}_{j}", array.WordNode(i, j), array.BitNode(i, j), g, curvature));
            }

            if (!bitLines[j].IsFloating)
                elements.Add(new VoltageSource(SenseSource(j, prefix), array.BitPort(j), NodeId.Ground, bitLines[j].Voltage));
        }

        return elements;
    }

    /// <summary>
    /// The array between its ports, <c>in_0</c> … and then <c>out_0</c> …, as a subcircuit: wires with their capacitances, and cells with theirs,
    /// <c>Cm_i_j</c>, from word to bit line.
    /// </summary>
    /// <param name="cellCapacitance">Of every cell, an open one too; 0: none [F].</param>
    /// <param name="cell">What stands between the word and the bit line at (i, j); null where that is open.</param>
    /// <exception cref="InvalidParameterException">The wiring or the capacitance is not valid.</exception>
    public static Subcircuit Subcircuit(string name, CrossbarWiring wiring, double cellCapacitance, Func<int, int, NodeId, NodeId, Element?> cell)
    {
        InvalidParameterException.RequireNonNegative(cellCapacitance, "F", "cell capacitance");
        var array = new ArrayCircuit(wiring);
        var elements = new List<Element>();
        for (var i = 0; i < array.Rows; i++)
            elements.AddRange(array.WordLine(i));
        for (var j = 0; j < array.Columns; j++)
            elements.AddRange(array.BitLine(j));
        for (var k = 0; k < array.Rows * array.Columns; k++)
        {
            var (i, j) = (k / array.Columns, k % array.Columns);
            var (word, bit) = (array.WordNode(i, j), array.BitNode(i, j));
            if (cell(i, j, word, bit) is { } element)
                elements.Add(element);
            if (cellCapacitance > 0)
                elements.Add(new Capacitor($"Cm_{i}_{j}", word, bit, cellCapacitance));
        }

        return new Subcircuit(name, [.. Enumerable.Range(0, array.Rows).Select(array.WordPort), .. Enumerable.Range(0, array.Columns).Select(array.BitPort)], elements);
    }

    /// <summary>A cell that conducts as i = G/b · sinh(b v).</summary>
    /// <param name="conductance">G, near 0 V [S].</param>
    /// <param name="curvature">b [1/V].</param>
    public static BehavioralSource Curved(string name, NodeId word, NodeId bit, double conductance, double curvature) => new(
        name, word, bit, BehavioralQuantity.Current, Expression.Parse(FormattableString.Invariant($"{conductance / curvature:R}*sinh({curvature:R}*v({word},{bit}))")));

    /// <summary>The name of the source of word line i.</summary>
    public static string WordSource(int row, string prefix = "") => $"V{prefix}in_{row}";

    /// <summary>The name of the source whose current is the current of column j.</summary>
    public static string SenseSource(int column, string prefix = "") => $"V{prefix}s_{column}";

    /// <summary>Elements of every tile of a tiled array; tile t has the prefix <c>t_t_0_</c>.</summary>
    /// <param name="unused">Conductance of the cells in unused rows [S].</param>
    public static IReadOnlyList<Element> TiledElements(
        RowTiling tiling, CrossbarWiring tileWiring, ReadOnlySpan<double> conductances, ReadOnlySpan<double> rowVoltages, double unused)
    {
        var elements = new List<Element>();
        for (var tile = 0; tile < tiling.Count; tile++)
            elements.AddRange(Elements(tileWiring, tiling.TileOf(tile, conductances, unused), tiling.TileOf(tile, rowVoltages, 0), TilePrefix(tile)));
        return elements;
    }

    public static string TilePrefix(int tileRow, int tileColumn = 0) => $"t_{tileRow}_{tileColumn}_";
}
