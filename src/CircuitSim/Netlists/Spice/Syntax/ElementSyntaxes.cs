using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>The table of what elements look like in SPICE text.</summary>
internal static class ElementSyntaxes
{
    /// <summary>In the order in which messages name them.</summary>
    public static readonly ElementSyntax[] All =
    [
        new ResistorSyntax(),
        new CapacitorSyntax(),
        new InductorSyntax(),
        new CoupledInductorsSyntax(),
        new VoltageSourceSyntax(),
        new CurrentSourceSyntax(),
        new VoltageControlledVoltageSourceSyntax(),
        new CurrentControlledCurrentSourceSyntax(),
        new VoltageControlledCurrentSourceSyntax(),
        new CurrentControlledVoltageSourceSyntax(),
        new BehavioralSourceSyntax(),
        new LaplaceSourceSyntax(),
        new VoltageSwitchSyntax(),
        new CurrentSwitchSyntax(),
        new DiodeSyntax(),
        new MosfetSyntax(),
        new VerticalMosfetSyntax(),
        new BipolarTransistorSyntax(),
        new JfetSyntax(),
        new MesfetSyntax(),
        new SubcircuitCallSyntax(),
        new MemristorSyntax(),
    ];

    private static readonly ElementSyntax?[] ByLetter = [.. Enumerable.Range('A', 26).Select(letter => Array.Find(All, s => s.Letter == letter))];

    private static readonly Dictionary<Type, ElementSyntax> ByKind = All.ToDictionary(s => s.Kind);

    /// <summary>Reads the statement of one element.</summary>
    /// <param name="cursor">Behind the name.</param>
    /// <exception cref="NetlistException">No element of that letter, or not its statement; the message points at the place.</exception>
    public static Element Read(SpiceCursor cursor, string name)
    {
        var place = cursor.PlaceOfLast(name);
        if (!SpiceNames.IsName(name))
            throw NetlistException.At(place, $"'{name}' cannot be the name of an element; use letters, digits and _.");
        var letter = char.ToUpperInvariant(name[0]);
        if (!char.IsAsciiLetterUpper(letter) || ByLetter[letter - 'A'] is not { } syntax)
            throw NetlistException.At(place, $"{name}: {Refusal(letter)}");
        var element = syntax.Read(cursor, name, place);
        if (!cursor.AtEnd)
            throw cursor.Fault($"{name}: {cursor.Found()} is not supported here.");
        // Most elements are resistors, which have their place already: a copy of each would double what is allocated.
        return element.Place.IsNone ? element with { Place = place } : element;
    }

    /// <summary>The statement of an element, without the end of its line.</summary>
    /// <exception cref="NetlistException">The dialect has no such element.</exception>
    public static string Write(Element element, ElementText text) =>
        ByKind.TryGetValue(element.GetType(), out var syntax)
            ? syntax.Write(element, text)
            : throw NetlistException.Because($"{element.Name} is a {element.Kind}, which cannot be written as SPICE.");

    private static string Refusal(char letter) => letter switch
    {
        'T' => "transmission lines (T) are not supported; use a ladder of L and C.",
        'O' => "lossy transmission lines (O) are not supported; use a ladder of R, L and C.",
        'U' => "distributed RC lines (U) are not supported; use a ladder of R and C.",
        'P' => "coupled lines (P) are not supported; use a ladder of L and C.",
        'A' => "code models (A) are not supported; use a B source.",
        'N' => "compiled device models (N) are not supported.",
        _ => $"no element starts with {letter}; elements are {string.Join(", ", All.SkipLast(1).Select(s => s.Word).Distinct())} and {All[^1].Word}.",
    };
}
