using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Ngspice;

/// <summary>
/// The names that elements of a flat netlist have in ngspice's text: R1 stays R1; X1.R1 becomes R.X1.R1, because the
/// first letter says what an element is; so does a name of another letter.
/// </summary>
internal static class NgspiceNames
{
    public static string Of(Element element)
    {
        var letter = Letter(element);
        var name = element.Name;
        // A memristor always takes the prefix: the nodes inside of one that is called X1 would be those of a call X1.
        return element is not Memristor && !name.Contains('.', StringComparison.Ordinal) && char.ToUpperInvariant(name[0]) == letter ? name : $"{letter}.{name}";
    }

    /// <summary>An independent source by its flat name.</summary>
    public static string OfSource(string name) =>
        name.LastIndexOf('.') is >= 0 and var dot ? $"{char.ToUpperInvariant(name[dot + 1])}.{name}" : name;

    /// <summary>A memristor is a subcircuit there.</summary>
    private static char Letter(Element element) => element is Memristor ? 'X' : element.Letter;
}
