using CircuitSim.Crossbars;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Cosimulation;

/// <summary>
/// The read of a layer as one netlist, so that each stage loads its neighbour, and the nodes where it is tapped:
/// <code>
/// Vdac_i_k ─ dac_i ─ driver_i ─ in_i │ array │ out_j ─ Vs_j ─ sum_j ─ tia_j ─ sub_k ─ held_l ─ adc_l
/// </code>
/// A row without DAC is driven by Vrow_i. The current of Vs_j is the one that leaves column j.
/// </summary>
public sealed class LayerCircuit
{
    private readonly ArrayCircuit array;
    private readonly List<LayerSource> sources = [];
    private int attributed;

    /// <exception cref="InvalidParameterException">Parts are not as many as the lines that they stand at, or one cannot be.</exception>
    public LayerCircuit(LayerParts parts)
    {
        var (rows, columns) = (parts.Wiring.Rows, parts.Wiring.Columns);
        RequireCount(parts.Dacs, rows, "DACs");
        RequireCount(parts.Drivers, rows, "drivers");
        RequireCount(parts.Terminations, columns, "terminations");
        RequireCount(parts.Subtractors, columns - 1, "subtractors");
        Parts = parts;
        RequireCount(parts.Holds, Lines, "sample-and-holds");
        RequireCount(parts.Converters, Lines, "converters");
        array = new ArrayCircuit(parts.Wiring);
        var draft = new CircuitDraft();
        for (var i = 0; i < rows; i++)
            AddLevel(draft, i);
        Attribute(draft, parts.Dacs.Count + parts.Drivers.Count > 0 ? ReadOutStage.Dac : ReadOutStage.Driver);
        for (var i = 0; i < rows; i++)
            AddDriver(draft, i);
        Attribute(draft, ReadOutStage.Driver);
        if (parts.EveryWire)
            array.AddTo(draft, [.. parts.Cells]);
        else
            PortAdmittance.Compute(parts.Wiring, [.. parts.Cells]).AddTo(draft, array, rowsAreHeld: parts.Drivers.Count == 0);
        for (var j = 0; j < columns; j++)
            AddColumn(draft, j);
        Attribute(draft, ReadOutStage.Tia);
        for (var k = 0; k < parts.Subtractors.Count; k++)
            parts.Subtractors[k].AddTo(draft, $"sub_{k}", TerminationNode(columns - 1), TerminationNode(k), SubtractorNode(k));
        Attribute(draft, ReadOutStage.Subtractor);
        for (var l = 0; l < parts.Holds.Count; l++)
            parts.Holds[l].AddTo(draft, $"hold_{l}", ReadNode(l), HeldNode(l));
        Attribute(draft, ReadOutStage.SampleHold);
        for (var l = 0; l < parts.Converters.Count; l++)
            parts.Converters[l].AddTo(draft, ConverterName(l), parts.Holds.Count > 0 ? HeldNode(l) : ReadNode(l));
        Attribute(draft, ReadOutStage.Adc);
        Netlist = draft.ToNetlist($"Read of a {rows} x {columns} layer");
    }

    public LayerParts Parts { get; }

    public Netlist Netlist { get; }

    /// <summary>
    /// What delivers energy, by the stage that it belongs to: inputs, supplies, references and clocks, and the controlled sources
    /// that stand for ideal amplifiers.
    /// </summary>
    public IReadOnlyList<LayerSource> Sources => sources;

    /// <summary>Lines behind the terminations: outputs with subtractors, else columns.</summary>
    public int Lines => Parts.Wiring.Columns - (Parts.Subtractors.Count > 0 ? 1 : 0);

    /// <summary>Whether there is a voltage behind the columns' currents.</summary>
    public bool HasTerminations => Parts.Terminations.Count + Parts.Subtractors.Count + Parts.Holds.Count + Parts.Converters.Count > 0;

    /// <summary>What sets the rows without DACs, source by source [V].</summary>
    /// <exception cref="InvalidParameterException">There are DACs, or the voltages are not as many as the rows.</exception>
    public IReadOnlyList<(string Source, double Value)> Inputs(ReadOnlySpan<double> rowVoltages)
    {
        if (Parts.Dacs.Count > 0)
            throw InvalidParameterException.Because("row voltages", "the rows have DACs, which take codes and no voltages; give one code a row.");
        RequireInputs(rowVoltages.Length, "row voltages");
        var inputs = new (string, double)[rowVoltages.Length];
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = (RowSource(i), rowVoltages[i]);
        return inputs;
    }

    /// <summary>What sets the DACs to codes, bit by bit [V].</summary>
    /// <exception cref="InvalidParameterException">There are no DACs, the codes are not as many as the rows, or one has too many bits.</exception>
    public IReadOnlyList<(string Source, double Value)> Inputs(ReadOnlySpan<int> codes)
    {
        if (Parts.Dacs.Count == 0)
            throw InvalidParameterException.Because("codes", "the rows have no DACs, which alone take codes; give one voltage a row.");
        RequireInputs(codes.Length, "codes");
        var inputs = new List<(string, double)>();
        for (var i = 0; i < codes.Length; i++)
        {
            var dac = Parts.Dacs[i];
            if (codes[i] < 0 || codes[i] >> dac.Bits != 0)
                throw InvalidParameterException.OutOfRange($"code of row {i}", codes[i], "", FormattableString.Invariant($"from 0 to {(1 << dac.Bits) - 1}, as its DAC of {dac.Bits} bits has them"));
            for (var k = 0; k < dac.Bits; k++)
                inputs.Add((BitSource(i, k), (codes[i] >> k & 1) * dac.BitVoltage));
        }

        return inputs;
    }

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

    /// <summary>Under which a line's converter was added.</summary>
    public static string ConverterName(int line) => $"adc_{line}";

    /// <summary>Behind the subtractor of a line, or without one its termination.</summary>
    public NodeId ReadNode(int line) => Parts.Subtractors.Count > 0 ? SubtractorNode(line) : TerminationNode(line);

    /// <summary>In front of the driver of a row.</summary>
    public NodeId LevelNode(int row) => Parts.Dacs.Count + Parts.Drivers.Count > 0 ? new NodeId($"dac_{row}") : RowNode(row);

    private void AddLevel(CircuitDraft draft, int i)
    {
        if (Parts.Dacs.Count > 0)
            Parts.Dacs[i].AddTo(draft, $"dac_{i}", LevelNode(i));
        else
            draft.Add(new VoltageSource(RowSource(i), LevelNode(i), NodeId.Ground, 0.0));
    }

    private void AddDriver(CircuitDraft draft, int i)
    {
        if (Parts.Drivers.Count > 0)
            Parts.Drivers[i].AddTo(draft, $"driver_{i}", LevelNode(i), RowNode(i));
        else if (Parts.Dacs.Count > 0)
            draft.Add(new VoltageControlledVoltageSource($"Edriver_{i}", RowNode(i), NodeId.Ground, LevelNode(i), NodeId.Ground, 1.0));
    }

    private void AddColumn(CircuitDraft draft, int j)
    {
        var isReal = Parts.Terminations.Count > 0;
        var sum = isReal ? new NodeId($"sum_{j}") : NodeId.Ground;
        draft.Add(new VoltageSource(SenseSource(j), array.BitPort(j), sum, 0.0));
        if (isReal)
            Parts.Terminations[j].AddTo(draft, $"tia_{j}", sum, TerminationNode(j));
        else if (HasTerminations)
            draft.Add(new CurrentControlledVoltageSource($"Htia_{j}", TerminationNode(j), NodeId.Ground, SenseSource(j), -Parts.IdealTransresistance));
    }

    /// <summary>Sources that were added since the last call belong to a stage.</summary>
    private void Attribute(CircuitDraft draft, ReadOutStage stage)
    {
        for (; attributed < draft.Elements.Count; attributed++)
        {
            if (draft.Elements[attributed] is VoltageSource or VoltageControlledVoltageSource or CurrentControlledVoltageSource)
            {
                var nodes = draft.Elements[attributed].Nodes;
                sources.Add(new LayerSource(stage, draft.Elements[attributed].Name, nodes[0], nodes[1]));
            }
        }
    }

    private void RequireInputs(int count, string what)
    {
        if (count != Parts.Wiring.Rows)
            throw InvalidParameterException.WrongShape(what, $"[{count}]", $"[{Parts.Wiring.Rows}]");
    }

    private static void RequireCount<T>(IReadOnlyList<T> parts, int lines, string what)
    {
        if (parts.Count > 0 && parts.Count != lines)
            throw InvalidParameterException.WrongShape(what, $"[{parts.Count}]", $"[{lines}] or none");
    }
}
