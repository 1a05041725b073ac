namespace CircuitSim.Netlists;

/// <summary>
/// Which names may stand in a written netlist. Whatever a name holds, it stays one word with one meaning: a blank,
/// quote, bracket or line end could smuggle in a second element or a command. A dot is refused because the engines
/// put it between the levels of subcircuits.
/// </summary>
internal static class SpiceNames
{
    private const int LongestName = 100;
    public const int LongestTitle = 200;

    /// <summary>Marks that are safe within a node's name; an element's stands in i(…), where + and − are operators.</summary>
    private const string NodeMarks = "+-!";

    /// <summary>Names that ngspice takes for ground or for an axis.</summary>
    private static readonly string[] NgspiceNodes = ["null", "time", "frequency"];

    private static readonly string[] NgspiceNodePrefixes = ["inoise", "onoise"];

    /// <summary>Marks that may stand in the name of a node that is read; a dot leads into a subcircuit.</summary>
    public const string ReadableMarks = ". + - ! < > [ ] / ~ # % & | : @";

    private const string NativeMarks = "+-!<>[]/~#%&|:@";

    /// <summary>Whether a text can name an element, a card, a subcircuit: letters, digits and _.</summary>
    public static bool IsName(string name) => IsWord(name, "");

    /// <summary>Whether a text can name a parameter, which an expression must tell from a number.</summary>
    public static bool IsParameter(string name) => IsWord(name, "") && !char.IsAsciiDigit(name[0]);

    /// <summary>Whether a text can name a node that is read.</summary>
    public static bool IsReadableNode(string name) =>
        name is { Length: > 0 and <= 2 * LongestName } && name[0] != '+' && !name.Contains("//", StringComparison.Ordinal)
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' || NativeMarks.Contains(c, StringComparison.Ordinal));

    /// <summary>A name of an element, a model card, a subcircuit or an option: letters, digits and _.</summary>
    public static string RequireWord(string name, string what) =>
        IsWord(name, "") ? name : throw Unsafe(name, what, "letters, digits and _");

    /// <summary>An element's name with the letter that tells SPICE what it is.</summary>
    public static string RequireElement(string name, char letter, string kind)
    {
        RequireWord(name, kind);
        return char.ToUpperInvariant(name[0]) == letter
            ? name
            : throw NetlistException.Because($"{kind} {name} must have a name that starts with {letter}, by which SPICE knows it; rename it.");
    }

    public static string RequireNode(NodeId node, SpiceDialect dialect)
    {
        var name = node.Name ?? throw NetlistException.Because("an element is connected to a node without a name; give every terminal a node.");
        if (!IsWord(name, NodeMarks))
            throw Unsafe(name, "node", "letters, digits, _ and, behind the first of them, +, - and !");
        if (dialect == SpiceDialect.Ngspice && IsTakenByNgspice(name))
            throw NetlistException.Because($"node {name} has a meaning of its own in ngspice; rename it.");
        return name;
    }

    /// <summary>The first line; it must not look like a command, a comment or a script to any reader.</summary>
    public static string RequireTitle(string title)
    {
        var isSafe = title.Length is > 0 and <= LongestTitle && char.IsAsciiLetterOrDigit(title[0]) && title[^1] is not (' ' or '\\')
            && title.All(c => c is >= ' ' and <= '~');
        return isSafe
            ? title
            : throw NetlistException.Because(
                $"the title '{Shown(title)}' cannot be written; use one line of 1 to {LongestTitle} ASCII characters that starts with a letter or digit "
                + "and does not end with a blank or backslash.");
    }

    private static bool IsWord(string name, string marks) =>
        name is { Length: > 0 and <= LongestName } && (char.IsAsciiLetterOrDigit(name[0]) || name[0] == '_')
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_' || marks.Contains(c, StringComparison.Ordinal));

    private static bool IsTakenByNgspice(string name) =>
        NgspiceNodes.Contains(name, StringComparer.OrdinalIgnoreCase)
        || NgspiceNodePrefixes.Any(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase));

    private static NetlistException Unsafe(string name, string what, string allowed) => NetlistException.Because(
        $"{what} '{Shown(name)}' cannot be written; a name is at most {LongestName} characters long and consists of {allowed}. Rename it.");

    private static string Shown(string? text) =>
        string.Concat((text ?? "").Take(40).Select(c => c is >= ' ' and <= '~' ? c : '?')) + (text?.Length > 40 ? "…" : "");
}
