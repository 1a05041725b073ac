namespace CircuitSim.Netlists.Spice;

/// <summary>A text as lines, with the name that messages give it. Lines are parts of the one text: a copy of each would be as much memory again.</summary>
internal sealed class SourceText
{
    /// <summary>Where each line starts, and where one behind the last would.</summary>
    private readonly int[] starts;

    public SourceText(string? name, string text)
    {
        (Name, Text) = (name, text);
        starts = new int[text.AsSpan().Count('\n') + 2];
        var at = 0;
        for (var k = 1; k < starts.Length - 1; k++)
            starts[k] = at = text.IndexOf('\n', at) + 1;
        starts[^1] = text.Length + 1;
    }

    public string? Name { get; }

    public string Text { get; }

    public int LineCount => starts.Length - 1;

    /// <summary>Where a line starts in the text.</summary>
    public int StartOf(int line) => starts[line];

    /// <summary>A line without its end.</summary>
    public ReadOnlySpan<char> Line(int line) => Text.AsSpan(starts[line], starts[line + 1] - 1 - starts[line]).TrimEnd('\r');
}
