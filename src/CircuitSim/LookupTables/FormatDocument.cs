using System.Text;

namespace CircuitSim.LookupTables;

/// <summary>One file of a format, before it is written.</summary>
/// <param name="Name">A plain file name.</param>
public sealed record FormatDocument(string Name, ReadOnlyMemory<byte> Content)
{
    /// <summary>A file of text, UTF-8 with LF.</summary>
    public static FormatDocument Text(string name, string text) => new(name, Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n")));
}
