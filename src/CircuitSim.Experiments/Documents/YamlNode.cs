namespace CircuitSim.Experiments.Documents;

/// <summary>A value of a YAML file, and where it stands.</summary>
/// <param name="Place">File, line and column, as a fault begins.</param>
internal abstract record YamlNode(string Place)
{
    /// <summary>Nodes of it, those behind aliases each time.</summary>
    public abstract int Size { get; }

    /// <summary>What the file holds where something else is wanted.</summary>
    public abstract string Kind { get; }

    public DataFileException Fault(string what) => DataFileException.Corrupt(Place, what);

    /// <summary>A stranger's word in one line, however long it is.</summary>
    public static string Shown(string word) => InOneLine(DataFileException.Shown(word));

    public static string InOneLine(string text) => string.Concat(text.Take(300).Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? '·' : c));
}

internal sealed record YamlScalar(string Place, string Text, bool IsPlain) : YamlNode(Place)
{
    public override int Size => 1;

    public override string Kind => IsNothing ? "nothing" : "a single value";

    /// <summary>Whether a key has nothing behind it, or YAML's null.</summary>
    public bool IsNothing => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";
}

internal sealed record YamlSequence(string Place, IReadOnlyList<YamlNode> Items, int Size) : YamlNode(Place)
{
    public override int Size { get; } = Size;

    public override string Kind => "a list";
}

/// <summary>Keys in the order of the file, each once.</summary>
internal sealed record YamlMapping(string Place, IReadOnlyList<(YamlScalar Key, YamlNode Value)> Entries, int Size) : YamlNode(Place)
{
    public override int Size { get; } = Size;

    public override string Kind => "a mapping";
}
