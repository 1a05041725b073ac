namespace CircuitSim.Netlists;

/// <summary>A netlist or card that cannot be understood: file, line, column, the text with a caret, and the remedy.</summary>
public sealed class NetlistException : CircuitSimException
{
    private NetlistException(string message, string? file, int line, int column)
        : base(message)
    {
        File = file;
        Line = line;
        Column = column;
    }

    public string? File { get; }

    /// <summary>One-based; 0 if the netlist was built by a program and has no text.</summary>
    public int Line { get; }

    /// <summary>One-based; 0 if unknown.</summary>
    public int Column { get; }

    /// <summary>A fault at a place in a text; the message shows the line with a caret under the column.</summary>
    public static NetlistException At(string? file, int line, int column, string lineText, string what)
    {
        var place = $"{file ?? "netlist"}({line},{column})";
        // A line of a stranger's file may be megabytes long: show the neighbourhood of the fault.
        const int Window = 100;
        var start = Math.Max(0, Math.Min(column - 1 - Window / 2, lineText.Length - Window));
        var shown = lineText.Substring(start, Math.Min(Window, lineText.Length - start)).Replace('\t', ' ');
        var caret = new string(' ', Math.Clamp(column - 1 - start, 0, shown.Length)) + "^";
        return new NetlistException($"{place}: {what}\n  {shown}\n  {caret}", file, line, column);
    }

    /// <summary>A fault of a netlist without text, or of the whole file.</summary>
    public static NetlistException Because(string what, string? file = null) =>
        new(file is null ? what : $"{file}: {what}", file, 0, 0);
}
