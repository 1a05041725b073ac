using Spectre.Console;

namespace CircuitSim.Cli;

/// <summary>How every command prints a table.</summary>
internal static class TableText
{
    public static void Write(Terminal terminal, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns([.. header.Select(Markup.Escape)]);
        foreach (var row in rows)
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        terminal.Results.Write(table);
    }
}
