namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>What several kinds of elements have alike behind their nodes: a first value, and keys in any order.</summary>
internal static class ElementKeys
{
    /// <summary>Two nodes, in parentheses or not.</summary>
    public static (NodeId Positive, NodeId Negative) Nodes(SpiceCursor cursor)
    {
        var inParentheses = cursor.Accept('(');
        var nodes = (cursor.Node(), cursor.Node());
        if (inParentheses)
            cursor.Expect(')', "behind the nodes");
        return nodes;
    }

    public static ElementValue RequireValue(SpiceCursor cursor, ElementValue? value, string wanted) =>
        value ?? throw cursor.Fault($"the statement ends where {wanted} is expected.");

    /// <summary>What a capacitor and an inductor have alike; a value that is a sum, a charge or a flux, has a key of its own.</summary>
    public static (PassiveKeys Keys, bool IsSum, ElementValue? Initial) ReadStorage(
        SpiceCursor cursor, string name, string valueKey, string sumKey, string wanted, string wantedInitial, string known, Parasitics parasitics)
    {
        var keys = PassiveKeys.ReadFirst(cursor, wanted, PassiveKeys.ReadNumber(cursor, wanted));
        var isSum = false;
        ElementValue? initial = null;
        Read(cursor, name, key =>
        {
            switch (key)
            {
                case "ic":
                    initial = cursor.Value(wantedInitial);
                    return true;
                case var other when other == sumKey && keys.Value is null:
                    // LTspice writes it without braces, to the end of the line.
                    keys.Value = cursor.Peek is '{' or '\'' ? cursor.Value(wanted) : new ElementValue(cursor.RestOfExpression());
                    isSum = true;
                    return true;
                default:
                    return parasitics.Read(cursor, key) || keys.Read(cursor, key, valueKey, wanted);
            }
        }, $"{valueKey}, {sumKey}, ic, rser, rpar, lser, cpar, {known}");
        return (keys, isSum, initial);
    }

    /// <summary>m, the number of elements in parallel, where it is the only key; 1 unless given.</summary>
    public static ElementValue ReadMultiplier(SpiceCursor cursor, string name)
    {
        ElementValue multiplier = 1;
        Read(cursor, name, key =>
        {
            if (key != "m")
                return false;
            multiplier = cursor.Value("the multiplier");
            return true;
        }, "m");
        return multiplier;
    }

    public static bool ReadOn(SpiceCursor cursor)
    {
        if (cursor.AcceptWord("on"))
            return true;
        cursor.AcceptWord("off");
        return false;
    }

    public static bool IsOff(SpiceCursor cursor) => cursor.PeekWord()?.Equals("off", StringComparison.OrdinalIgnoreCase) == true;

    /// <param name="read">Reads the value of a key in lower case; false if the element has no such key.</param>
    /// <param name="setOff">What the word OFF does; null if the element does not know it.</param>
    public static void Read(SpiceCursor cursor, string name, Func<string, bool> read, string known, Action? setOff = null)
    {
        var given = new HashSet<string>();
        while (!cursor.AtEnd)
        {
            if (setOff is not null && cursor.NextKey() is null && cursor.AcceptWord("off"))
            {
                setOff();
                continue;
            }

            if (cursor.NextKey() is not { } key)
                throw cursor.Fault($"{name}: {cursor.Found()} is not understood here; the keys are {known}.");
            var place = cursor.Place;
            cursor.Key();
            if (!given.Add(key.ToLowerInvariant()))
                throw NetlistException.At(place, $"{name}: {key} is given twice.");
            if (!read(key.ToLowerInvariant()))
                throw NetlistException.At(place, $"{name}: {key} is not supported; the keys are {known}.");
        }
    }
}
