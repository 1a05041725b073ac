using CircuitSim.Experiments.Documents;

namespace CircuitSim.Experiments.Options;

/// <summary>A YAML file of options and their values, read within the limits of a study file.</summary>
public static class OptionFile
{
    /// <summary>Names and values in the order of the file, each with its place, as a fault begins.</summary>
    /// <exception cref="DataFileException">It cannot be read, or is no mapping of names to values and lists of them; names line and column.</exception>
    public static IReadOnlyList<(string Name, IReadOnlyList<string> Words, string Place)> Read(string path) =>
        [.. YamlReader.Read(path, StudyFile.ReadText(path)).Entries.Select(e => (YamlNode.Shown(e.Key.Text), WordsOf(e.Key, e.Value), e.Key.Place))];

    private static IReadOnlyList<string> WordsOf(YamlScalar key, YamlNode value) => value switch
    {
        YamlScalar { IsNothing: false } one => [one.Text],
        YamlSequence { Items: [_, ..] items } => [.. items.Select(i => i is YamlScalar { IsNothing: false } item ? item.Text : throw i.Fault($"{YamlNode.Shown(key.Text)} takes a value or a list of values, and here is {i.Kind}."))],
        _ => throw value.Fault($"{YamlNode.Shown(key.Text)} takes a value or a list of values, and here is {(value is YamlSequence ? "an empty list" : value.Kind)}."),
    };
}
