using CircuitSim.Netlists;

namespace CircuitSim.Crossbars;

/// <summary>
/// The netlist of an array, so that any simulator can solve what <see cref="CrossbarSolver"/> solves. Zero-based names,
/// the same in every netlist of the house: nodes <c>in_i</c>, <c>w_i_j</c>, <c>b_i_j</c>, <c>out_j</c>; elements
/// <c>Vin_i</c>, <c>Rdrv_i</c>, <c>Rw_i_j</c> (before column j), <c>Rb_i_j</c> (after row i), <c>Rm_i_j</c> (a cell
/// whose state is frozen), <c>Rsen_j</c>, and <c>Vs_j out_j 0 0</c>, whose current is the current that leaves the array.
/// Between a driver and its first segment lies node <c>d_i</c> (<c>e_i</c> with <c>Rdrve_i</c> at the far end), before a
/// sense resistor node <c>s_j</c>. A resistance of zero merges its two nodes and is not written.
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
        wiring.Validated();
        var (rows, columns) = (wiring.Rows, wiring.Columns);
        if (conductances.Length != rows * columns)
            throw InvalidParameterException.WrongShape("conductances", $"[{conductances.Length}]", $"[{rows} × {columns}]");
        if (rowVoltages.Length != rows)
            throw InvalidParameterException.WrongShape("row voltages", $"[{rowVoltages.Length}]", $"[{rows}]");

        var elements = new List<Element>(3 * rows * columns + 3 * rows + 3 * columns);
        var wordNodes = new NodeId[rows * columns];
        for (var i = 0; i < rows; i++)
        {
            elements.Add(new VoltageSource($"V{prefix}in_{i}", new NodeId($"{prefix}in_{i}"), NodeId.Ground, rowVoltages[i]));
            var line = WordLine(wiring, i, prefix);
            line.AddTo(elements);
            for (var j = 0; j < columns; j++)
                wordNodes[i * columns + j] = line.NodeAt(line.FirstCrosspoint + j);
        }

        for (var j = 0; j < columns; j++)
        {
            var line = BitLine(wiring, j, prefix);
            line.AddTo(elements);
            for (var i = 0; i < rows; i++)
            {
                var conductance = conductances[i * columns + j];
                if (conductance > 0)
                    elements.Add(new Resistor($"R{prefix}m_{i}_{j}", wordNodes[i * columns + j], line.NodeAt(line.FirstCrosspoint + i), 1 / conductance));
            }

            elements.Add(new VoltageSource(SenseSource(j, prefix), new NodeId($"{prefix}out_{j}"), NodeId.Ground, 0));
        }

        return elements;
    }

    /// <summary>The name of the source whose current is the current of column j.</summary>
    public static string SenseSource(int column, string prefix = "") => $"V{prefix}s_{column}";

    /// <summary>Elements of every tile of a tiled array; tile t has the prefix <c>t_t_0_</c>.</summary>
    public static IReadOnlyList<Element> TiledElements(
        RowTiling tiling, CrossbarWiring tileWiring, ReadOnlySpan<double> conductances, ReadOnlySpan<double> rowVoltages)
    {
        var cells = tiling.TileRows * tileWiring.Columns;
        var elements = new List<Element>();
        for (var tile = 0; tile < tiling.Count; tile++)
        {
            elements.AddRange(Elements(
                tileWiring, conductances.Slice(tile * cells, cells), rowVoltages.Slice(tile * tiling.TileRows, tiling.TileRows), TilePrefix(tile)));
        }

        return elements;
    }

    public static string TilePrefix(int tileRow, int tileColumn = 0) => $"t_{tileRow}_{tileColumn}_";

    private static Line WordLine(CrossbarWiring wiring, int i, string prefix)
    {
        var columns = wiring.Columns;
        var segment = i * (columns + 1);
        var line = new Line(new NodeId($"{prefix}in_{i}"), firstCrosspoint: 2);
        line.Extend($"R{prefix}drv_{i}", wiring.Drivers[i], $"{prefix}d_{i}");
        for (var j = 0; j < columns; j++)
            line.Extend($"R{prefix}w_{i}_{j}", wiring.WordLineSegments[segment + j], $"{prefix}w_{i}_{j}");
        if (wiring.Drive == WordLineDrive.BothEnds)
        {
            line.Extend($"R{prefix}w_{i}_{columns}", wiring.WordLineSegments[segment + columns], $"{prefix}e_{i}");
            line.Extend($"R{prefix}drve_{i}", wiring.Drivers[i], $"{prefix}in_{i}");
        }

        line.MergeZeros(firstIsFixed: true, lastIsFixed: wiring.Drive == WordLineDrive.BothEnds);
        return line;
    }

    private static Line BitLine(CrossbarWiring wiring, int j, string prefix)
    {
        var (rows, columns) = (wiring.Rows, wiring.Columns);
        var line = new Line(new NodeId($"{prefix}b_0_{j}"), firstCrosspoint: 0);
        for (var i = 0; i < rows; i++)
        {
            var next = i < rows - 1 ? $"{prefix}b_{i + 1}_{j}" : $"{prefix}s_{j}";
            line.Extend($"R{prefix}b_{i}_{j}", wiring.BitLineSegments[(i + 1) * columns + j], next);
        }

        line.Extend($"R{prefix}sen_{j}", wiring.SenseInputs[j], $"{prefix}out_{j}");
        line.MergeZeros(firstIsFixed: false, lastIsFixed: true);
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
