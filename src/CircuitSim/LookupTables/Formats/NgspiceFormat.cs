using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CircuitSim.LookupTables.Formats;

/// <summary>
/// The current over voltage and state for ngspice's code model <c>table2d</c>, which with order 2 is exactly bilinear, in a subcircuit
/// with the state as a voltage: 0 V at the least conductance of the table, 1 V at the greatest.
/// </summary>
public sealed partial class NgspiceFormat : ITableFormat
{
    private const string TableName = "i_v_w.tbl", CircuitName = "memristor.cir";

    public string Word => "ngspice";

    public string Title => "ngspice table2d";

    public TableKind Kind => TableKind.Device;

    public IReadOnlyList<string> Loading =>
    [
        $"Beside the netlist (ngspice looks for the table where the netlist lies): `.include {CircuitName}`, then `X1 te be memristor_held g=20u` for a cell of 20 µS,",
        $"or `X1 te be w memristor_table` with a state of your own on node `w`, from 0 V to 1 V. `{CircuitName}` says how far the lines between the points may lie from the curve.",
    ];

    public IReadOnlyList<FormatDocument> Write(TableSet tables)
    {
        var current = tables[DeviceKeys.Current];
        var (g, v) = (current.Axes[0], current.Axes[1]);
        var table = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"* current [A] over voltage [V] (columns) and state (rows: 0 at {g.Least:R} S, 1 at {g.Greatest:R} S)\n{v.Count}\n{g.Count}\n"));
        table.AppendJoin(' ', v.Points.ToArray().Select(Exact)).Append('\n').AppendJoin(' ', g.Points.ToArray().Select(p => Exact(State(g, p)))).Append('\n');
        for (var k = 0; k < g.Count; k++)
            table.AppendJoin(' ', current.Row(k).ToArray().Select(Exact)).Append('\n');
        return [FormatDocument.Text(TableName, table.ToString()), FormatDocument.Text(CircuitName, Circuit(current))];
    }

    /// <summary>Where a conductance lies in the range of its axis, exactly 0 and 1 at the ends.</summary>
    public static double State(TableAxis g, double conductance) => (conductance - g.Least) / (g.Greatest - g.Least);

    private static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Circuit(LookupTable current)
    {
        var (g, v) = (current.Axes[0], current.Axes[1]);
        return string.Create(CultureInfo.InvariantCulture, $$"""
            * The memristor's I-V at a frozen state, from {{v.Least:R}} V to {{v.Greatest:R}} V; beyond, it is held at the last point.
            * Between its points the table is bilinear, at most {{GridError.Bilinear(current):G3}} A from the curve by its own second differences.
            * ngspice itself stops at its reltol of 1e-3: with .options reltol=1e-6 it gives the table's values to all digits.
            .model memristor_i table2d (offset=0 gain=1 order=2 file="{{TableName}}")

            * w: 0 V at {{g.Least:R}} S, 1 V at {{g.Greatest:R}} S.
            .subckt memristor_table te be w
            a1 %vd(te be) %vd(w 0) %id(te be) memristor_i
            .ends

            * A cell that keeps its conductance g [S].
            .subckt memristor_held te be g={{g.Greatest:R}}
            xcell te be w memristor_table
            vw w 0 {(g - {{g.Least:R}})/({{g.Greatest:R}} - {{g.Least:R}})}
            .ends

            """);
    }

    /// <summary>
    /// The rules of table2d's reader in ngspice 39: lines behind remarks (*) are the two counts, the x values, the y values, then rows.
    /// It refuses little: a row too many may crash it, one too few, a word or falling values are computed with as they come.
    /// </summary>
    public IReadOnlyList<string> Faults(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var faults = new List<string>();
        if (files.Has(CircuitName, faults))
        {
            var circuit = Encoding.UTF8.GetString(files[CircuitName].Span);
            if (ModelLine().Match(circuit) is not { Success: true } model)
                faults.Add($"{CircuitName}: has no .model of table2d.");
            else if (!model.Value.Contains($"file=\"{TableName}\"", StringComparison.Ordinal) || !model.Value.Contains("order=2", StringComparison.Ordinal))
                faults.Add($"{CircuitName}, line {circuit.AsSpan(0, model.Index).Count('\n') + 1}, column 1: the model must have order=2, for lines between the points, and file=\"{TableName}\".");
        }

        if (!files.Has(TableName, faults))
            return faults;
        var rows = NumericLines.Read(TableName, files[TableName], ' ', '*', 0, out var fault);
        if (fault is not null)
            faults.Add(fault);
        else if (rows.Count < 4)
            faults.Add($"{TableName}: has {rows.Count} lines of numbers; both counts, both axes and rows are wanted.");
        else if (rows.Take(2).FirstOrDefault(r => r.Numbers is not [>= 2 and <= int.MaxValue] || r.Numbers[0] != Math.Floor(r.Numbers[0])) is { Line: > 0 } count)
            faults.Add($"{TableName}, line {count.Line}, column 1: one whole number from 2 up is wanted, the count of an axis.");
        else
            Judge(rows, faults);
        return faults;
    }

    private static void Judge(IReadOnlyList<(int Line, double[] Numbers)> rows, List<string> faults)
    {
        var (columns, count) = ((int)rows[0].Numbers[0], (int)rows[1].Numbers[0]);
        foreach (var ((line, numbers), wanted) in new[] { (rows[2], columns), (rows[3], count) })
        {
            if (numbers.Length != wanted)
                faults.Add($"{TableName}, line {line}, column 1: has {numbers.Length} points; {wanted} are stated.");
            else if (Enumerable.Range(1, wanted - 1).FirstOrDefault(k => numbers[k] <= numbers[k - 1]) is > 0 and var k)
                faults.Add($"{TableName}, line {line}: value {k + 1}, {numbers[k]:R}, does not rise above {numbers[k - 1]:R}.");
        }

        if (rows.Skip(4).FirstOrDefault(r => r.Numbers.Length != columns) is { Line: > 0 } odd)
            faults.Add($"{TableName}, line {odd.Line}, column 1: has {odd.Numbers.Length} values; {columns} are stated.");
        if (rows.Count - 4 != count)
            faults.Add($"{TableName}, line {rows[^1].Line}, column 1: row {rows.Count - 4} is the last; exactly {count} are wanted, and more can crash ngspice.");
    }

    // Blanks and what is none take turns, so there is nothing to try twice.
    [GeneratedRegex(@"(?m)^\.model[ \t]+\S+[ \t]+table2d\b.*$")]
    private static partial Regex ModelLine();
}
