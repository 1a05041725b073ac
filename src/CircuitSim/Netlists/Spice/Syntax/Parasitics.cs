using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>
/// What LTspice writes on the line of an R, C, L, V or I for the real component around it, as elements of their own:
/// <c>a ── Rser ── Lser ── element ── b</c>, and from a to b Rpar, RLshunt (over Lser) and Cpar. Of an L, Rpar and Cpar lie over the coil and Rser alike.
/// </summary>
internal sealed class Parasitics
{
    private readonly Dictionary<string, ElementValue> given = [];

    public static bool IsKey(string? key) => key?.ToLowerInvariant() is "rser" or "rpar" or "lser" or "cpar" or "rlshunt";

    /// <summary>Reads the value behind a key; false if the key is none of them.</summary>
    public bool Read(SpiceCursor cursor, string key)
    {
        if (!IsKey(key))
            return false;
        cursor.Dialects.Recognise(key, cursor.Place);
        given.Add(key, cursor.Value(key));
        return true;
    }

    /// <summary>Takes the keys that stand between other words.</summary>
    public bool Accept(SpiceCursor cursor)
    {
        if (!IsKey(cursor.NextKey()))
            return false;
        var place = cursor.Place;
        var key = cursor.Key().ToLowerInvariant();
        if (given.ContainsKey(key))
            throw NetlistException.At(place, $"{key} is given twice.");
        return Read(cursor, key);
    }

    /// <summary>The element between the nodes that are left for it; what is around it goes to the cursor.</summary>
    public T Around<T>(T element, SpiceCursor cursor, SourcePlace place)
        where T : TwoTerminalElement
    {
        var (outer, inner) = (element.Positive, element.Positive);
        if (Find("rser") is { } rser)
        {
            Series("r");
            Add(new Resistor($"R{element.Name}_ser", outer, inner, rser));
        }

        if (Find("lser") is { } lser)
        {
            var before = inner;
            Series("l");
            Add(new Inductor($"L{element.Name}_ser", before, inner, lser));
            if (Find("rlshunt") is { } shunt)
                Add(new Resistor($"R{element.Name}_shunt", before, inner, shunt));
        }

        if (Find("rpar") is { } rpar)
            Add(new Resistor($"R{element.Name}_par", outer, element.Negative, rpar));
        if (Find("cpar") is { } cpar)
            Add(new Capacitor($"C{element.Name}_par", outer, element.Negative, cpar));
        return inner == outer ? element : element with { Positive = inner };

        void Series(string kind) => inner = new NodeId($"{element.Name}_{kind}ser!");
        void Add(Element companion) => cursor.Companions.Add(companion with { Place = place });
    }

    /// <summary>Zero is none.</summary>
    private ElementValue? Find(string key) => given.TryGetValue(key, out var value) && value is not { IsNumber: true, Number: 0 } ? value : null;
}
