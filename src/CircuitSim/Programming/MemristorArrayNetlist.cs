using CircuitSim.Crossbars;
using CircuitSim.Devices;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Programming;

/// <summary>
/// The netlist of an array that is written. Wires are those of <see cref="ArrayCircuit"/>, and so are their
/// names; both ends that a read drives or senses are driven here (<c>Vin_i</c>, <c>Vs_j</c>). A cell is
/// <code>
/// w_i_j ─ Bc_i_j ─ c_i_j ─ Xm_i_j ─ x_i_j ─ Bs_i_j or Mx_i_j ─ b_i_j      limiter, memristor, selector or transistor
/// </code>
/// with what it does not have left out; the gate of <c>Mx_i_j</c> is <c>g_i</c>, driven by <c>Vg_i</c>. Where lines can
/// float a switch <c>Sin_i</c>, <c>Ss_j</c> joins a line to its source (<c>din_i</c>, <c>ds_j</c>).
/// </summary>
public static class MemristorArrayNetlist
{
    /// <summary>Of a switch that joins a line to its driver: low enough to be none [Ω].</summary>
    private const double ClosedResistance = 1e-3;

    /// <summary>Of a floating line's switch [Ω].</summary>
    private const double OpenResistance = 1e12;

    /// <summary>
    /// Of a transistor's drain against its bulk where an open device leaves nothing else there [F]. Without any, the drain has
    /// no voltage of its own while the gate passes the threshold: a charge decides it, as in a real transistor.
    /// </summary>
    private const double OpenDrainCapacitance = 1e-15;

    private const string SwitchCardName = "line_switch";

    public static string WordSource(int row) => CrossbarNetlist.WordSource(row);

    public static string BitSource(int column) => CrossbarNetlist.SenseSource(column);

    public static string SelectSource(int row) => $"Vg_{row}";

    public static string Memristor(int row, int column) => $"Xm_{row}_{column}";

    public static string WordSwitch(int row) => $"Sin_{row}";

    public static string BitSwitch(int column) => $"Ss_{column}";

    /// <param name="array">Checked.</param>
    /// <param name="states">State of every memristor at the start, [M × N] row-major [m].</param>
    /// <param name="canFloat">Whether lines have switches.</param>
    /// <param name="courses">Waveforms of sources by name; sources without one stay at 0 V.</param>
    public static Netlist Build(
        MemristorArray array, ReadOnlySpan<double> states, bool canFloat = false, IReadOnlyDictionary<string, PieceWiseLinearWaveform>? courses = null) =>
        Build(array, states, out _, canFloat, courses);

    /// <param name="cells">The nodes of every cell, [M × N] row-major.</param>
    internal static Netlist Build(
        MemristorArray array, ReadOnlySpan<double> states, out MemristorCellNodes[] cells, bool canFloat = false,
        IReadOnlyDictionary<string, PieceWiseLinearWaveform>? courses = null)
    {
        if (states.Length != array.Count)
            throw InvalidParameterException.WrongShape("states", $"[{states.Length}]", $"[{array.Rows} × {array.Columns}]");
        var (rows, columns) = (array.Rows, array.Columns);
        var circuit = new ArrayCircuit(array.Wiring);
        var elements = new List<Element>();
        for (var i = 0; i < rows; i++)
        {
            AddLineSource(elements, WordSource(i), circuit.WordPort(i), canFloat, courses);
            elements.AddRange(circuit.WordLine(i));
        }

        for (var j = 0; j < columns; j++)
        {
            elements.AddRange(circuit.BitLine(j));
            AddLineSource(elements, BitSource(j), circuit.BitPort(j), canFloat, courses);
        }

        cells = new MemristorCellNodes[array.Count];
        for (var k = 0; k < cells.Length; k++)
            cells[k] = AddCell(elements, array, k, circuit.WordNode(k / columns, k % columns), circuit.BitNode(k / columns, k % columns), states[k]);
        if (array.Cell.Structure == CellStructure.Transistor)
        {
            for (var i = 0; i < rows; i++)
                elements.Add(new VoltageSource(SelectSource(i), SelectLine(i), NodeId.Ground, Shape(SelectSource(i), courses)));
        }

        return new Netlist
        {
            Title = $"{rows} x {columns} array of memristors; positive from word to bit line resets",
            Elements = elements,
            Models = Models(array, canFloat),
        };
    }

    private static void AddLineSource(List<Element> elements, string source, NodeId line, bool canFloat, IReadOnlyDictionary<string, PieceWiseLinearWaveform>? courses)
    {
        if (canFloat)
        {
            // Vin_i at in_i becomes Vin_i at din_i with a switch between the two.
            var driven = new NodeId($"d{source[1..]}");
            elements.Add(new VoltageSwitch($"S{source[1..]}", driven, line, NodeId.Ground, NodeId.Ground, SwitchCardName, InitiallyOn: true));
            line = driven;
        }

        elements.Add(new VoltageSource(source, line, NodeId.Ground, Shape(source, courses)));
    }

    private static MemristorCellNodes AddCell(List<Element> elements, MemristorArray array, int k, NodeId word, NodeId bit, double state)
    {
        var cell = array.Cell;
        var place = $"{k / array.Columns}_{k % array.Columns}";
        var (top, bottom) = (word, bit);
        if (cell.ComplianceCurrent is { } limit)
        {
            var below = new NodeId($"c_{place}");
            elements.Add(new BehavioralSource($"Bc_{place}", top, below, BehavioralQuantity.Current, Expression.Parse(
                FormattableString.Invariant($"{limit:R}*tanh(v({top},{below})/{limit * CellDesign.KneeResistance:R})"))));
            top = below;
        }

        var inner = new NodeId($"x_{place}");
        switch (cell.Structure)
        {
            case CellStructure.Selector:
                elements.Add(new BehavioralSource($"Bs_{place}", inner, bottom, BehavioralQuantity.Current, cell.Selector.Current(inner, bottom)));
                bottom = inner;
                break;
            case CellStructure.Transistor:
                elements.Add(new Mosfet($"Mx_{place}", inner, SelectLine(k / array.Columns), bottom, NodeId.Ground, cell.Transistor.Name)
                {
                    Width = cell.TransistorWidth,
                    Length = cell.TransistorLength,
                });
                if (array.FaultOf(k) == CellFault.Open)
                    elements.Add(new Capacitor($"Cx_{place}", inner, NodeId.Ground, OpenDrainCapacitance));
                bottom = inner;
                break;
        }

        elements.Add(new Memristor(Memristor(k / array.Columns, k % array.Columns), top, bottom, array.CardOf(k).Name, state));
        return new MemristorCellNodes(word, bit, top, bottom);
    }

    private static List<ModelCard> Models(MemristorArray array, bool canFloat)
    {
        var models = Enumerable.Range(0, array.Devices.Count).Select(array.CardOf).ToList();
        if (array.Cell.Structure == CellStructure.Transistor)
            models.Add(array.Cell.Transistor);
        if (canFloat)
        {
            // A control of 0 V lies above the threshold: closed unless a session opens it.
            models.Add(new ModelCard(SwitchCardName, SwitchCard.Kind, new Dictionary<string, string>
            {
                ["ron"] = Text(ClosedResistance),
                ["roff"] = Text(OpenResistance),
                ["vt"] = "-1",
            }));
        }

        return models;
    }

    private static string Text(double value) => FormattableString.Invariant($"{value:R}");

    private static NodeId SelectLine(int row) => new($"g_{row}");

    private static SourceShape Shape(string source, IReadOnlyDictionary<string, PieceWiseLinearWaveform>? courses) =>
        courses is not null && courses.TryGetValue(source, out var course) ? course : (SourceShape)0.0;
}
