using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Crossbars;

/// <summary>
/// The netlist of an array, so that any simulator can solve what <see cref="CrossbarSolver"/> solves. Zero-based names,
/// the same in every netlist of the house: nodes <c>in_i</c>, <c>w_i_j</c>, <c>b_i_j</c>, <c>out_j</c>; elements
/// <c>Vin_i</c>, <c>Rdrv_i</c>, <c>Rw_i_j</c> (before column j), <c>Rb_i_j</c> (after row i), <c>Rm_i_j</c> (a cell
/// whose state is frozen), <c>Rsen_j</c>, and <c>Vs_j out_j 0 0</c>, whose current is the current that leaves the array.
/// Between a driver and its first segment lies node <c>d_i</c> (<c>e_i</c> with <c>Rdrve_i</c> at the far end), before a
/// sense resistor node <c>s_j</c>; where bit lines are sensed at both ends <c>f_j</c> with <c>Rsene_j</c> lies at the far end,
/// and <c>Rbe_j</c> is the segment before row 0. A resistance of zero merges its two nodes and is not written.
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
    public static IReadOnlyList<Element> Elements(
        CrossbarWiring wiring, ReadOnlySpan<double> conductances, ReadOnlySpan<LineBias> wordLines, ReadOnlySpan<LineBias> bitLines, string prefix = "")
    {
        wiring.Validated();
        var (rows, columns) = (wiring.Rows, wiring.Columns);
        if (conductances.Length != rows * columns)
            throw InvalidParameterException.WrongShape("conductances", $"[{conductances.Length}]", $"[{rows} × {columns}]");
        if (wordLines.Length != rows)
            throw InvalidParameterException.WrongShape("row voltages", $"[{wordLines.Length}]", $"[{rows}]");
        if (bitLines.Length != columns)
            throw InvalidParameterException.WrongShape("bit-line biases", $"[{bitLines.Length}]", $"[{columns}]");

        var elements = new List<Element>(3 * rows * columns + 3 * rows + 3 * columns);
        var wordNodes = new NodeId[rows * columns];
        for (var i = 0; i < rows; i++)
        {
            if (!wordLines[i].IsFloating)
                elements.Add(new VoltageSource($"V{prefix}in_{i}", new NodeId($"{prefix}in_{i}"), NodeId.Ground, wordLines[i].Voltage));
            var line = WordLine(wiring, i, wordLines[i].IsFloating, prefix);
            line.AddTo(elements);
            for (var j = 0; j < columns; j++)
                wordNodes[i * columns + j] = line.NodeAt(line.FirstCrosspoint + j);
        }

        for (var j = 0; j < columns; j++)
        {
            var line = BitLine(wiring, j, bitLines[j].IsFloating, prefix);
            line.AddTo(elements);
            for (var i = 0; i < rows; i++)
            {
                var conductance = conductances[i * columns + j];
                if (conductance > 0)
                    elements.Add(new Resistor($"R{prefix}m_{i}_{j}", wordNodes[i * columns + j], line.NodeAt(line.FirstCrosspoint + i), 1 / conductance));
            }

            if (!bitLines[j].IsFloating)
                elements.Add(new VoltageSource(SenseSource(j, prefix), new NodeId($"{prefix}out_{j}"), NodeId.Ground, bitLines[j].Voltage));
        }

        return elements;
    }

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

    private static Line WordLine(CrossbarWiring wiring, int i, bool isFloating, string prefix)
    {
        var columns = wiring.Columns;
        var segment = i * (columns + 1);
        var line = new Line(new NodeId(isFloating ? $"{prefix}w_{i}_0" : $"{prefix}in_{i}"), firstCrosspoint: isFloating ? 0 : 2);
        if (!isFloating)
            line.Extend($"R{prefix}drv_{i}", wiring.Drivers[i], $"{prefix}d_{i}");
        for (var j = isFloating ? 1 : 0; j < columns; j++)
            line.Extend($"R{prefix}w_{i}_{j}", wiring.WordLineSegments[segment + j], $"{prefix}w_{i}_{j}");
        var hasFarEnd = wiring.Drive == WordLineDrive.BothEnds && !isFloating;
        if (hasFarEnd)
        {
            line.Extend($"R{prefix}w_{i}_{columns}", wiring.WordLineSegments[segment + columns], $"{prefix}e_{i}");
            line.Extend($"R{prefix}drve_{i}", wiring.Drivers[i], $"{prefix}in_{i}");
        }

        line.MergeZeros(firstIsFixed: !isFloating, lastIsFixed: hasFarEnd);
        return line;
    }

    private static Line BitLine(CrossbarWiring wiring, int j, bool isFloating, string prefix)
    {
        var (rows, columns) = (wiring.Rows, wiring.Columns);
        var hasFarEnd = wiring.Sensing == BitLineSensing.BothEnds && !isFloating;
        var line = new Line(new NodeId(hasFarEnd ? $"{prefix}out_{j}" : $"{prefix}b_0_{j}"), firstCrosspoint: hasFarEnd ? 2 : 0);
        if (hasFarEnd)
        {
            line.Extend($"R{prefix}sene_{j}", wiring.SenseInputs[j], $"{prefix}f_{j}");
            line.Extend($"R{prefix}be_{j}", wiring.BitLineSegments[j], $"{prefix}b_0_{j}");
        }

        for (var i = 0; i < (isFloating ? rows - 1 : rows); i++)
        {
            var next = i < rows - 1 ? $"{prefix}b_{i + 1}_{j}" : $"{prefix}s_{j}";
            line.Extend($"R{prefix}b_{i}_{j}", wiring.BitLineSegments[(i + 1) * columns + j], next);
        }

        if (!isFloating)
            line.Extend($"R{prefix}sen_{j}", wiring.SenseInputs[j], $"{prefix}out_{j}");
        line.MergeZeros(firstIsFixed: hasFarEnd, lastIsFixed: !isFloating);
        return line;
    }

    /// <summary>Nodes in a row with a resistance between each two; a line may return to its first node.</summary>
    private sealed class Line(NodeId first, int firstCrosspoint)
    {
        private readonly List<NodeId> nodes = [first];
        private readonly List<(string Name, double Resistance)> resistors = [];

        /// <summary>Position of the node of crosspoint 0.</summary>
        public int FirstCrosspoint { get; } = firstCrosspoint;

        public NodeId NodeAt(int position) => nodes[position];

        public void Extend(string resistor, double resistance, string node)
        {
            resistors.Add((resistor, resistance));
            nodes.Add(new NodeId(node));
        }

        /// <summary>
        /// Gives the nodes of every run of zero resistances one name. A fixed end keeps its own, because a source is
        /// joined to it by name; where both ends are fixed they are the same node.
        /// </summary>
        public void MergeZeros(bool firstIsFixed, bool lastIsFixed)
        {
            for (var start = 0; start < nodes.Count;)
            {
                var end = start;
                while (end < resistors.Count && resistors[end].Resistance == 0)
                    end++;
                var name = end == nodes.Count - 1 && lastIsFixed && !(start == 0 && firstIsFixed) ? nodes[end] : nodes[start];
                for (var k = start; k <= end; k++)
                    nodes[k] = name;
                start = end + 1;
            }
        }

        public void AddTo(List<Element> elements)
        {
            for (var k = 0; k < resistors.Count; k++)
            {
                if (resistors[k].Resistance > 0 && nodes[k] != nodes[k + 1])
                    elements.Add(new Resistor(resistors[k].Name, nodes[k], nodes[k + 1], resistors[k].Resistance));
            }
        }
    }
}
