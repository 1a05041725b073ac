using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Spice;

/// <summary>The keys behind what a .measure measures, in any order; each kind takes those that it has, and what is left over is refused.</summary>
internal sealed class MeasureKeys(AnalysisKind analysis)
{
    /// <summary>What optimizers and printers of other simulators are told; minval is their tolerance where we interpolate.</summary>
    private static readonly string[] Foreign = ["goal", "minval", "weight", "print", "precision", "failvalue", "fail_value", "ytol", "xmin", "xmax"];

    private static readonly string[] Bare = ["from", "to", "td", "at", "val", "rise", "fall", "cross"];

    private static readonly string[] Values =
        ["from", "to", "td", "on", "off", "minval", "ignor", "ignore", "ymin", "ymax", "rfc_level", "frac_max", "at", "val", "binsiz", "minfreq", "maxfreq", "nbharm", "indepvarcol", "depvarcol", "numfreq", "gridsize"];

    private readonly Dictionary<string, (ElementValue Value, SourcePlace Place)> values = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, (string Word, SourcePlace Place)> words = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>rise, fall or cross, and its number; null if there is none.</summary>
    public (CrossingEdge Edge, int? Number)? Edge { get; private set; }

    public bool MayFail { get; private set; }

    public static MeasureKeys Read(SpiceCursor cursor, AnalysisKind analysis)
    {
        var keys = new MeasureKeys(analysis);
        while (Next(cursor) is { } key)
        {
            var place = cursor.Place;
            if (key is "rise" or "fall" or "cross")
            {
                Pass(cursor);
                keys.Edge = (key switch { "rise" => CrossingEdge.Rise, "fall" => CrossingEdge.Fall, _ => CrossingEdge.Either }, ReadNumber(cursor));
            }
            else if (Values.Contains(key))
            {
                Pass(cursor);
                // Braces or quotes may stand in parentheses or par(), as HSPICE has them.
                var isBracketed = cursor.Peek == '(' || "par".Equals(cursor.PeekWord(), StringComparison.OrdinalIgnoreCase);
                keys.values[key] = (isBracketed ? new ElementValue(cursor.RestOfExpression()) : cursor.Value($"the value of {key}"), place);
            }
            else if (key is "output" or "comp_function")
            {
                Pass(cursor);
                keys.words[key] = (cursor.Word($"the value of {key}").ToLowerInvariant(), place);
            }
            else if (key == "default_val" || Foreign.Contains(key))
            {
                keys.MayFail |= key == "default_val";
                Pass(cursor);
                cursor.SkipValue();
            }
            else
            {
                break;
            }
        }

        return keys;
    }

    /// <summary>Whether the next word is a key that published decks write without its "=": from 0 to 1m.</summary>
    public static bool IsBare(SpiceCursor cursor) => Bare.Contains(cursor.PeekWord(), StringComparer.OrdinalIgnoreCase);

    public bool Has(string key) => values.ContainsKey(key);

    public ElementValue? Take(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (values.Remove(name, out var found))
                return found.Value;
        }

        return null;
    }

    public string? TakeWord(string name) => words.Remove(name, out var found) ? found.Word : null;

    public (CrossingEdge Edge, int? Number)? TakeEdge()
    {
        var edge = Edge;
        Edge = null;
        return edge;
    }

    public MeasureWindow TakeWindow() => new(Take("from"), Take("to"), Take("td")) { MayFall = analysis == AnalysisKind.DcSweep };

    /// <exception cref="NetlistException">A key is left over that this kind does not have.</exception>
    public void RequireNone(string kind, SpiceCursor cursor)
    {
        foreach (var (key, (_, place)) in values)
        {
            if (!Foreign.Contains(key))
                throw NetlistException.At(place, $"{key}= has no meaning for {kind}; leave it out.");
        }

        if (words.Count > 0)
            throw NetlistException.At(words.First().Value.Place, $"{words.First().Key}= has no meaning for {kind}; leave it out.");
        if (Edge is not null)
            throw cursor.Fault($"{kind} counts no rise, fall or cross; leave it out, or give the places behind trig and targ.");
    }

    private static string? Next(SpiceCursor cursor) => (cursor.NextKey() ?? (IsBare(cursor) ? cursor.PeekWord() : null))?.ToLowerInvariant();

    private static void Pass(SpiceCursor cursor)
    {
        cursor.KeyWord();
        cursor.Accept('=');
    }

    private static int? ReadNumber(SpiceCursor cursor)
    {
        var place = cursor.Place;
        if (cursor.AcceptWord("last"))
            return null;
        var value = cursor.Value("a number or LAST");
        return value is { IsNumber: true, Number: (>= 1 or <= -1) and >= -1e9 and <= 1e9 } && double.IsInteger(value.Number)
            ? (int)value.Number
            : throw NetlistException.At(place, "expected a whole number from 1 on, one from -1 down, which counts from the last, or LAST.");
    }
}
