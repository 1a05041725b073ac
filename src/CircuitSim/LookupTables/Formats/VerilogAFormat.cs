using System.Globalization;
using System.Text;

namespace CircuitSim.LookupTables.Formats;

/// <summary>
/// The current over voltage and state for Verilog-A's <c>$table_model</c>, and a module that uses it. The file holds isolines (Verilog-AMS
/// LRM 2.3.1, 9.20): one point a line, the outermost input first, the output last; "1L,1L" is linear between and beyond the points.
/// </summary>
public sealed class VerilogAFormat : ITableFormat
{
    private const string TableName = "i_v_w.tbl", ModuleName = "memristor_table.va", Control = "\"1L,1L\"";

    public string Word => "verilog-a";

    public string Title => "Verilog-A $table_model";

    public TableKind Kind => TableKind.Device;

    public IReadOnlyList<string> Loading =>
    [
        $"Compile `{ModuleName}` and keep `{TableName}` where the simulator runs (or write its whole path into the module): `memristor_table X1(te, be, w);`,",
        "with the state on node `w`, from 0 V at the least conductance to 1 V at the greatest.",
    ];

    public IReadOnlyList<FormatDocument> Write(TableSet tables)
    {
        var current = tables[DeviceKeys.Current];
        var (g, v) = (current.Axes[0], current.Axes[1]);
        var table = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"# voltage [V], state (0 at {g.Least:R} S, 1 at {g.Greatest:R} S), current [A]\n"));
        for (var c = 0; c < v.Count; c++)
        {
            for (var r = 0; r < g.Count; r++)
                table.Append(CultureInfo.InvariantCulture, $"{v.Points[c]:R} {NgspiceFormat.State(g, g.Points[r]):R} {current[r, c]:R}\n");
        }

        return
        [
            FormatDocument.Text(TableName, table.ToString()),
            FormatDocument.Text(ModuleName, string.Create(CultureInfo.InvariantCulture, $$"""
                `include "disciplines.vams"

                // The memristor's current at a frozen state. w: 0 V at {{g.Least:R}} S, 1 V at {{g.Greatest:R}} S.
                // Between its points the table is bilinear, at most {{GridError.Bilinear(current):G3}} A from the curve by its own second differences.
                module memristor_table(te, be, w);
                  inout te, be;
                  input w;
                  electrical te, be, w;

                  analog I(te, be) <+ $table_model(V(te, be), V(w), "{{TableName}}", {{Control}});
                endmodule

                """)),
        ];
    }

    public IReadOnlyList<string> Faults(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var faults = new List<string>();
        if (files.Has(ModuleName, faults) && !Encoding.UTF8.GetString(files[ModuleName].Span).Contains($"\"{TableName}\", {Control})", StringComparison.Ordinal))
            faults.Add($"{ModuleName}: calls no $table_model with \"{TableName}\" and {Control}.");
        if (!files.Has(TableName, faults))
            return faults;
        var rows = NumericLines.Read(TableName, files[TableName], ' ', '#', 0, out var fault);
        if (fault is not null)
            faults.Add(fault);
        else if (rows.FirstOrDefault(r => r.Numbers.Length != 3) is { Line: > 0 } odd)
            faults.Add($"{TableName}, line {odd.Line}, column 1: has {odd.Numbers.Length} values; voltage, state and current are wanted.");
        else if (Isolines(rows) is { } isolines)
            faults.Add(isolines);
        return faults;
    }

    /// <summary>Points of one voltage stand together, with rising states; voltages rise; linear interpolation needs two of each.</summary>
    private static string? Isolines(IReadOnlyList<(int Line, double[] Numbers)> rows)
    {
        var (lines, points) = (0, 0);
        for (var k = 0; k < rows.Count; k++)
        {
            var (line, n) = rows[k];
            if (k > 0 && n[0] == rows[k - 1].Numbers[0])
            {
                if (n[1] <= rows[k - 1].Numbers[1])
                    return $"{TableName}, line {line}, column 2: the state {n[1]:R} does not rise above {rows[k - 1].Numbers[1]:R} on the isoline of {n[0]:R} V.";
                points++;
                continue;
            }

            if (k > 0 && n[0] < rows[k - 1].Numbers[0])
                return $"{TableName}, line {line}, column 1: the voltage {n[0]:R} comes behind {rows[k - 1].Numbers[0]:R}; its isoline must stand in one piece.";
            if (k > 0 && points < 2)
                return $"{TableName}, line {rows[k - 1].Line}, column 1: the isoline of {rows[k - 1].Numbers[0]:R} V has one point; two are wanted.";
            (lines, points) = (lines + 1, 1);
        }

        return lines < 2 || points < 2 ? $"{TableName}: has {lines} isolines, the last of {points} points; two of two are wanted at least." : null;
    }
}
