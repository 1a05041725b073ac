using CircuitSim.Netlists;
using CircuitSim.Numerics;

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

    /// <param name="what">Says in a fault which value is no mapping.</param>
    public YamlMapping AsMapping(string what) => this as YamlMapping ?? throw Fault($"{what} takes keys and values, and here is {Kind}.");

    public IReadOnlyList<YamlNode> AsList(string what) => this is YamlSequence list ? list.Items : throw Fault($"{what} takes a list, and here is {Kind}.");

    public string AsText(string what) => this is YamlScalar { IsNothing: false, Text.Length: > 0 } scalar ? scalar.Text : throw Fault($"{what} takes one value, and here is {Kind}.");

    public double AsNumber(string what)
    {
        var text = AsText(what);
        return SiText.TryParseTyped(text, out var value) ? value : throw Fault($"{what}: '{Shown(text)}' is not a number.");
    }

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

    /// <summary>The values by their keys.</summary>
    /// <param name="keys">Those that it may have.</param>
    /// <param name="what">Of what, as a fault says it.</param>
    public Dictionary<string, YamlNode> Members(IReadOnlyList<string> keys, string what)
    {
        foreach (var (key, _) in Entries)
        {
            if (!keys.Contains(key.Text))
                throw key.Fault($"{what} has no key '{Shown(key.Text)}'; {NameSuggestion.Nearest(key.Text, [.. keys])}");
        }

        return Entries.ToDictionary(e => e.Key.Text, e => e.Value);
    }
}
