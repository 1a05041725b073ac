using CircuitSim.Crossbars;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Cosimulation;

/// <summary>
/// The read of a layer as one netlist, so that each stage loads its neighbour, and the nodes where it is tapped:
/// <code>
/// Vdac_i_k ─ dac_i ─ driver_i ─ in_i │ array │ out_j ─ Vs_j ─ sum_j ─ tia_j ─ sub_k ─ held_l
/// </code>
/// A row without DAC is driven by Vrow_i. The current of Vs_j is the one that leaves column j.
/// </summary>
public sealed class LayerCircuit
{
    private readonly ArrayCircuit array;

    /// <exception cref="InvalidParameterException">Parts are not as many as the lines that they stand at, or one cannot be.</exception>
    public LayerCircuit(LayerParts parts)
    {
        var (rows, columns) = (parts.Wiring.Rows, parts.Wiring.Columns);
        RequireCount(parts.Dacs, rows, "DACs");
        RequireCount(parts.Drivers, rows, "drivers");
        RequireCount(parts.Terminations, columns, "terminations");
        RequireCount(parts.Subtractors, columns - 1, "subtractors");
        RequireCount(parts.Holds, parts.Subtractors.Count > 0 ? columns - 1 : columns, "sample-and-holds");
        Parts = parts;
        array = new ArrayCircuit(parts.Wiring);
        var draft = new CircuitDraft();
        for (var i = 0; i < rows; i++)
            AddRow(draft, i);
        if (parts.EveryWire)
            array.AddTo(draft, [.. parts.Cells]);
        else
            PortAdmittance.Compute(parts.Wiring, [.. parts.Cells]).AddTo(draft, array);
        for (var j = 0; j < columns; j++)
            AddColumn(draft, j);
        for (var k = 0; k < parts.Subtractors.Count; k++)
            parts.Subtractors[k].AddTo(draft, $"sub_{k}", TerminationNode(columns - 1), TerminationNode(k), SubtractorNode(k));
        for (var l = 0; l < parts.Holds.Count; l++)
            parts.Holds[l].AddTo(draft, $"hold_{l}", parts.Subtractors.Count > 0 ? SubtractorNode(l) : TerminationNode(l), HeldNode(l));
        Netlist = draft.ToNetlist($"Read of a {rows} x {columns} layer");
    }

    public LayerParts Parts { get; }

    public Netlist Netlist { get; }

    /// <summary>The source of a row without a DAC [V].</summary>
    public static string RowSource(int row) => $"Vrow_{row}";

    /// <summary>The source of a DAC's bit; 0 is the least.</summary>
    public static string BitSource(int row, int bit) => $"Vdac_{row}_{bit}";

    /// <summary>The source whose current leaves a column.</summary>
    public static string SenseSource(int column) => CrossbarNetlist.SenseSource(column);

    /// <summary>What drives the wires of a row.</summary>
    public NodeId RowNode(int row) => array.WordPort(row);

    public static NodeId TerminationNode(int column) => new($"tia_{column}");

    public static NodeId SubtractorNode(int output) => new($"sub_{output}");

    public static NodeId HeldNode(int line) => new($"held_{line}");

    private void AddRow(CircuitDraft draft, int i)
    {
        var (hasDac, hasDriver) = (Parts.Dacs.Count > 0, Parts.Drivers.Count > 0);
        var level = hasDac || hasDriver ? new NodeId($"dac_{i}") : array.WordPort(i);
        if (hasDac)
            Parts.Dacs[i].AddTo(draft, $"dac_{i}", level);
        else
            draft.Add(new VoltageSource(RowSource(i), level, NodeId.Ground, 0.0));
        if (hasDriver)
            Parts.Drivers[i].AddTo(draft, $"driver_{i}", level, array.WordPort(i));
        else if (hasDac)
            draft.Add(new VoltageControlledVoltageSource($"Edriver_{i}", array.WordPort(i), NodeId.Ground, level, NodeId.Ground, 1.0));
    }

    private void AddColumn(CircuitDraft draft, int j)
    {
        var isReal = Parts.Terminations.Count > 0;
        var sum = isReal ? new NodeId($"sum_{j}") : NodeId.Ground;
        draft.Add(new VoltageSource(SenseSource(j), array.BitPort(j), sum, 0.0));
        if (isReal)
            Parts.Terminations[j].AddTo(draft, $"tia_{j}", sum, TerminationNode(j));
        else if (Parts.Subtractors.Count > 0 || Parts.Holds.Count > 0)
            draft.Add(new CurrentControlledVoltageSource($"Htia_{j}", TerminationNode(j), NodeId.Ground, SenseSource(j), -Parts.IdealTransresistance));
    }

    private static void RequireCount<T>(IReadOnlyList<T> parts, int lines, string what)
    {
        if (parts.Count > 0 && parts.Count != lines)
            throw InvalidParameterException.WrongShape(what, $"[{parts.Count}]", $"[{lines}] or none");
    }
}
