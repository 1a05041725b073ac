namespace CircuitSim.Netlists.Spice;

/// <summary>A text as lines, with the name that messages give it.</summary>
internal sealed class SourceText
{
    private static readonly char[] LineEnds = ['\n'];

    public SourceText(string? name, string text)
    {
        Name = name;
        Lines = text.Split(LineEnds);
        for (var k = 0; k < Lines.Length; k++)
            Lines[k] = Lines[k].TrimEnd('\r');
    }

    public string? Name { get; }

    public string[] Lines { get; }
}
