using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Crossbars;

/// <summary>
/// The wires of an array as elements of a circuit, and the nodes between them: ports, where drivers and terminations attach,
/// and crosspoints, where cells do. Zero-based names, the same in every netlist of the house:
/// <code>
/// in_i ─Rdrv_i─ d_i ─Rw_i_0─ w_i_0 ─Rw_i_1─ w_i_1 …                  word line i; Rw_i_j lies before column j
/// b_0_j ─Rb_0_j─ b_1_j … b_M−1_j ─Rb_M−1_j─ s_j ─Rsen_j─ out_j       bit line j; Rb_i_j lies after row i
/// Rm_i_j from w_i_j to b_i_j                                         a cell whose state is frozen
/// </code>
/// Where word lines are driven at both ends <c>e_i</c> with <c>Rdrve_i</c> lies at the far end; where bit lines are sensed at
/// both ends <c>f_j</c> with <c>Rsene_j</c> does, and <c>Rbe_j</c> is the segment before row 0. A resistance of zero merges its
/// two nodes and is not written. The capacitance of a segment lies at its crosspoint, <c>Cw_i_j</c> and <c>Cb_i_j</c> to ground.
/// </summary>
public sealed class ArrayCircuit
{
    private readonly CrossbarWiring wiring;
    private readonly Line[] wordLines, bitLines;

    /// <param name="prefix">Put before every name behind its SPICE letter, e.g. <c>t_0_0_</c> for a tile.</param>
    /// <exception cref="InvalidParameterException">The wiring is not valid.</exception>
    public ArrayCircuit(CrossbarWiring wiring, string prefix = "")
        : this(wiring, new LineBias[wiring.Rows], new LineBias[wiring.Columns], prefix)
    {
    }

    /// <param name="wordLines">Only which of them float counts: such a line has neither drivers nor the segments that lead to them, [M].</param>
    /// <param name="bitLines">Likewise, sense resistors; [N].</param>
    /// <exception cref="InvalidParameterException">The wiring is not valid, or the lines are not as many.</exception>
    public ArrayCircuit(CrossbarWiring wiring, ReadOnlySpan<LineBias> wordLines, ReadOnlySpan<LineBias> bitLines, string prefix = "")
    {
        (this.wiring, Prefix) = (wiring.Validated(), prefix);
        if (wordLines.Length != wiring.Rows)
            throw InvalidParameterException.WrongShape("word-line biases", $"[{wordLines.Length}]", $"[{wiring.Rows}]");
        if (bitLines.Length != wiring.Columns)
            throw InvalidParameterException.WrongShape("bit-line biases", $"[{bitLines.Length}]", $"[{wiring.Columns}]");
        (this.wordLines, this.bitLines) = (new Line[wiring.Rows], new Line[wiring.Columns]);
        for (var i = 0; i < wordLines.Length; i++)
            this.wordLines[i] = MakeWordLine(i, wordLines[i].IsFloating);
        for (var j = 0; j < bitLines.Length; j++)
            this.bitLines[j] = MakeBitLine(j, bitLines[j].IsFloating);
    }

    /// <summary>Of all names, behind their SPICE letter.</summary>
    public string Prefix { get; }

    public int Rows => wiring.Rows;

    public int Columns => wiring.Columns;

    /// <summary>Where the source or the driver stage of a word line attaches, ahead of the driver's resistance.</summary>
    public NodeId WordPort(int row) => new($"{Prefix}in_{row}");

    /// <summary>Where the termination of a bit line attaches, behind the sense resistance.</summary>
    public NodeId BitPort(int column) => new($"{Prefix}out_{column}");

    public NodeId WordNode(int row, int column) => wordLines[row].NodeAtCrosspoint(column);

    public NodeId BitNode(int row, int column) => bitLines[column].NodeAtCrosspoint(row);

    /// <summary>The wires of a word line, from its driver on.</summary>
    public IEnumerable<Element> WordLine(int row) => wordLines[row].Elements(Columns, j => $"C{Prefix}w_{row}_{j}", wiring.SegmentCapacitance);

    /// <summary>The wires of a bit line, towards its port.</summary>
    public IEnumerable<Element> BitLine(int column) => bitLines[column].Elements(Rows, i => $"C{Prefix}b_{i}_{column}", wiring.SegmentCapacitance);

    /// <summary>A cell whose state is frozen.</summary>
    /// <param name="conductance">Above zero; an open cell has no element [S].</param>
    public Resistor Cell(int row, int column, double conductance) =>
        new($"R{Prefix}m_{row}_{column}", WordNode(row, column), BitNode(row, column), 1 / conductance);

    /// <summary>Adds all wires, and cells whose states are frozen.</summary>
    /// <param name="conductances">[M × N] row-major; 0 is an open cell [S].</param>
    /// <exception cref="InvalidParameterException">The conductances are not as many as the cells, or one cannot be.</exception>
    public void AddTo(CircuitDraft draft, ReadOnlySpan<double> conductances)
    {
        if (conductances.Length != Rows * Columns)
            throw InvalidParameterException.WrongShape("conductances", $"[{conductances.Length}]", $"[{Rows} × {Columns}]");
        for (var i = 0; i < Rows; i++)
        {
            foreach (var element in WordLine(i))
                draft.Add(element);
        }

        for (var j = 0; j < Columns; j++)
        {
            foreach (var element in BitLine(j))
                draft.Add(element);
        }

        for (var k = 0; k < conductances.Length; k++)
        {
            if (CrossbarRange.RequireConductance(conductances[k], k / Columns, k % Columns) > 0)
                draft.Add(Cell(k / Columns, k % Columns, conductances[k]));
        }
    }

    private Line MakeWordLine(int i, bool isFloating)
    {
        var columns = wiring.Columns;
        var segment = i * (columns + 1);
        var line = new Line(new NodeId(isFloating ? $"{Prefix}w_{i}_0" : $"{Prefix}in_{i}"), firstCrosspoint: isFloating ? 0 : 2);
        if (!isFloating)
            line.Extend($"R{Prefix}drv_{i}", wiring.Drivers[i], $"{Prefix}d_{i}");
        for (var j = isFloating ? 1 : 0; j < columns; j++)
            line.Extend($"R{Prefix}w_{i}_{j}", wiring.WordLineSegments[segment + j], $"{Prefix}w_{i}_{j}");
        var hasFarEnd = wiring.Drive == WordLineDrive.BothEnds && !isFloating;
        if (hasFarEnd)
        {
            line.Extend($"R{Prefix}w_{i}_{columns}", wiring.WordLineSegments[segment + columns], $"{Prefix}e_{i}");
            line.Extend($"R{Prefix}drve_{i}", wiring.Drivers[i], $"{Prefix}in_{i}");
        }

        line.MergeZeros(firstIsFixed: !isFloating, lastIsFixed: hasFarEnd);
        return line;
    }

    private Line MakeBitLine(int j, bool isFloating)
    {
        var (rows, columns) = (wiring.Rows, wiring.Columns);
        var hasFarEnd = wiring.Sensing == BitLineSensing.BothEnds && !isFloating;
        var line = new Line(new NodeId(hasFarEnd ? $"{Prefix}out_{j}" : $"{Prefix}b_0_{j}"), firstCrosspoint: hasFarEnd ? 2 : 0);
        if (hasFarEnd)
        {
            line.Extend($"R{Prefix}sene_{j}", wiring.SenseInputs[j], $"{Prefix}f_{j}");
            line.Extend($"R{Prefix}be_{j}", wiring.BitLineSegments[j], $"{Prefix}b_0_{j}");
        }

        for (var i = 0; i < (isFloating ? rows - 1 : rows); i++)
        {
            var next = i < rows - 1 ? $"{Prefix}b_{i + 1}_{j}" : $"{Prefix}s_{j}";
            line.Extend($"R{Prefix}b_{i}_{j}", wiring.BitLineSegments[(i + 1) * columns + j], next);
        }

        if (!isFloating)
            line.Extend($"R{Prefix}sen_{j}", wiring.SenseInputs[j], $"{Prefix}out_{j}");
        line.MergeZeros(firstIsFixed: hasFarEnd, lastIsFixed: !isFloating);
        return line;
    }

    /// <summary>Nodes in a row with a resistance between each two; a line may return to its first node.</summary>
    private sealed class Line(NodeId first, int firstCrosspoint)
    {
        private readonly List<NodeId> nodes = [first];
        private readonly List<(string Name, double Resistance)> resistors = [];

        public NodeId NodeAtCrosspoint(int crosspoint) => nodes[firstCrosspoint + crosspoint];

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

        public IEnumerable<Element> Elements(int crosspoints, Func<int, string> capacitor, double capacitance)
        {
            for (var k = 0; k < resistors.Count; k++)
            {
                if (resistors[k].Resistance > 0 && nodes[k] != nodes[k + 1])
                    yield return new Resistor(resistors[k].Name, nodes[k], nodes[k + 1], resistors[k].Resistance);
            }

            for (var k = 0; k < crosspoints && capacitance > 0; k++)
                yield return new Capacitor(capacitor(k), NodeAtCrosspoint(k), NodeId.Ground, capacitance);
        }
    }
}
