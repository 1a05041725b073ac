using System.Text;
using CircuitSim.Experiments;
using Spectre.Console;

namespace CircuitSim.Cli;

/// <summary>How every command prints a table.</summary>
internal static class TableText
{
    public static void Write(Terminal terminal, ReadableTable table) => Write(terminal, table.Header, table.Rows);

    /// <summary>A paragraph, in lines of at most 80 characters; those behind the first are set in.</summary>
    public static void WriteParagraph(Terminal terminal, string text)
    {
        const int Width = 80;
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length + 1 + word.Length > Width)
            {
                terminal.WriteLine(line);
                line = "   ";
            }

            line += line.Length == 0 ? word : $" {word}";
        }

        terminal.WriteLine(line);
    }

    public static void Write(Terminal terminal, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (terminal.Pipe is { } pipe)
        {
            WritePlain(pipe, [header, .. rows]);
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns([.. header.Select(Markup.Escape)]);
        foreach (var row in rows)
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        terminal.Results.Write(table);
    }

    /// <summary>Columns padded with blanks, but none at the end of a line; a rule under the header.</summary>
    private static void WritePlain(TextWriter pipe, IReadOnlyList<string>[] lines)
    {
        var widths = new int[lines[0].Count];
        foreach (var line in lines)
        {
            for (var k = 0; k < widths.Length; k++)
                widths[k] = Math.Max(widths[k], line[k].Length);
        }

        var total = 0;
        foreach (var width in widths)
            total += width + 3;
        // In one piece: every write to the pipe goes through.
        var text = new StringBuilder();
        for (var n = 0; n < lines.Length; n++)
        {
            for (var k = 0; k < widths.Length; k++)
                text.Append("  ").Append(lines[n][k].PadRight(widths[k])).Append(' ');
            while (text[^1] == ' ')
                text.Length--;
            text.Append('\n');
            if (n == 0)
                text.Append('─', total).Append('\n');
        }

        pipe.Write(text.Append('\n').ToString());
    }
}
