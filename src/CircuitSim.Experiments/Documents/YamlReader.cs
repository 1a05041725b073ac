using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CircuitSim.Experiments.Documents;

/// <summary>
/// The tree of one YAML document, from the events of the parser alone. An alias stands for the node of its anchor, which is not copied, and
/// counts as often as it stands somewhere, so that few bytes cannot stand for many nodes. Tags and merge keys are refused: nothing here
/// needs them, and every reader takes them differently.
/// </summary>
internal sealed class YamlReader
{
    /// <summary>More than any study says; those behind aliases count each time.</summary>
    public const int MostNodes = 100_000;

    /// <summary>Levels of nesting.</summary>
    public const int MostLevels = 16;

    private readonly Dictionary<string, YamlNode> anchors = [];
    private readonly string file;
    private readonly Parser parser;
    private int nodes;

    private YamlReader(string file, string text) => (this.file, parser) = (file, new Parser(new Scanner(new StringReader(text), skipComments: true)));

    /// <param name="file">As faults name it.</param>
    /// <exception cref="DataFileException">It is no YAML, not one document, not a mapping, or too large; names line and column.</exception>
    public static YamlMapping Read(string file, string text)
    {
        var reader = new YamlReader(file, text);
        try
        {
            return reader.Document();
        }
        catch (YamlException e)
        {
            throw DataFileException.Corrupt(reader.PlaceOf(e.Start), $"this is no YAML: {YamlNode.InOneLine(e.Message)}");
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // What the parser itself trips over, such as an escape beyond Unicode.
            throw DataFileException.Corrupt(reader.PlaceOf(reader.parser.Current?.End ?? Mark.Empty), "this is no YAML.");
        }
    }

    private YamlMapping Document()
    {
        Next<StreamStart>();
        if (!parser.MoveNext() || parser.Current is not DocumentStart)
            throw DataFileException.Corrupt($"{file}:1:1", "the file is empty; it must say at least which study it is.");
        parser.MoveNext();
        var root = Node(0) as YamlMapping ?? throw DataFileException.Corrupt($"{file}:1:1", "keys and values are wanted, such as study: camponogara-digits.");
        Next<DocumentEnd>();
        if (parser.MoveNext() && parser.Current is DocumentStart second)
            throw DataFileException.Corrupt(PlaceOf(second.Start), "a second document begins here; put each study into a file of its own.");
        return root;
    }

    /// <summary>The node that the parser stands at.</summary>
    private YamlNode Node(int level)
    {
        var at = parser.Current!;
        var place = PlaceOf(at.Start);
        if (level > MostLevels)
            throw DataFileException.Corrupt(place, $"this is nested more than {MostLevels} levels deep.");
        if (at is AnchorAlias alias)
        {
            var target = anchors.GetValueOrDefault(alias.Value.Value) ?? throw DataFileException.Corrupt(place, $"no anchor &{YamlNode.Shown(alias.Value.Value)} ends before this alias.");
            Count(target.Size, place);
            return target switch
            {
                YamlScalar s => s with { Place = place },
                YamlSequence s => s with { Place = place },
                _ => target,
            };
        }

        if (at is not NodeEvent { Tag: var tag, Anchor: var anchor })
            throw DataFileException.Corrupt(place, "a value is wanted here.");
        if (!tag.IsEmpty)
            throw DataFileException.Corrupt(place, $"the tag {YamlNode.Shown(tag.ToString())} is not read; leave tags out.");
        Count(1, place);
        var before = nodes;
        YamlNode node = at switch
        {
            Scalar scalar => new YamlScalar(place, scalar.Value, scalar.Style == ScalarStyle.Plain),
            SequenceStart => new YamlSequence(place, Items(level), 1 + nodes - before),
            _ => new YamlMapping(place, Entries(level), 1 + nodes - before),
        };
        if (!anchor.IsEmpty)
            anchors[anchor.Value] = node;
        return node;
    }

    private List<YamlNode> Items(int level)
    {
        var items = new List<YamlNode>();
        while (parser.MoveNext() && parser.Current is not SequenceEnd)
            items.Add(Node(level + 1));
        return items;
    }

    private List<(YamlScalar, YamlNode)> Entries(int level)
    {
        var entries = new List<(YamlScalar, YamlNode)>();
        var places = new Dictionary<string, string>();
        while (parser.MoveNext() && parser.Current is not MappingEnd)
        {
            var key = Node(level + 1) as YamlScalar ?? throw DataFileException.Corrupt(PlaceOf(parser.Current!.Start), "a key must be a word.");
            if (key is { Text: "<<", IsPlain: true })
                throw key.Fault("merge keys (<<) are not read; write the keys out.");
            if (!places.TryAdd(key.Text, key.Place))
                throw key.Fault($"'{YamlNode.Shown(key.Text)}' stands here a second time, first at {places[key.Text][(file.Length + 1)..]}; remove one of the two.");
            parser.MoveNext();
            entries.Add((key, Node(level + 1)));
        }

        return entries;
    }

    private void Count(int more, string place)
    {
        nodes += more;
        if (nodes > MostNodes)
            throw DataFileException.Corrupt(place, FormattableString.Invariant($"the file says more than {MostNodes} things up to here, those behind aliases each time."));
    }

    private void Next<T>()
    {
        if (!parser.MoveNext() || parser.Current is not T)
            throw DataFileException.Corrupt(PlaceOf(parser.Current?.Start ?? Mark.Empty), "this is no YAML document.");
    }

    private string PlaceOf(Mark mark) => FormattableString.Invariant($"{file}:{Math.Max(1, mark.Line)}:{Math.Max(1, mark.Column)}");
}
