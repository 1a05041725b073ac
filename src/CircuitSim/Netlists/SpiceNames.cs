using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Spice;

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
    public const string ReadableMarks = ". + - ! < > [ ] / ~ # % & | : @ ^ * ? ` $";

    private const string NativeMarks = "+-!<>[]/~#%&|:@^*?`$";

    /// <summary>Whether a text can name an element, a card, a subcircuit that is read: one word with marks, none of which is a dot.</summary>
    public static bool IsName(string name) => IsWord(name, NativeMarks) && !name.Contains("//", StringComparison.Ordinal);

    /// <summary>Whether a text can be a key: letters, digits and _.</summary>
    public static bool IsKey(string name) => IsWord(name, "");

    /// <summary>Whether a text can name a parameter, which an expression must tell from a number.</summary>
    public static bool IsParameter(string name) => IsWord(name, "") && !char.IsAsciiDigit(name[0]);

    /// <summary>Whether a text can name a node that is read.</summary>
    public static bool IsReadableNode(string name) =>
        name is { Length: > 0 and <= 2 * LongestName } && name != "+" && (name[0] != '$' || StartsAsNode(name)) && !name.Contains("//", StringComparison.Ordinal)
        && HasOnly(name, "." + NativeMarks);

    /// <summary>Whether a name begins as PSpice's schematics name their nodes ($N_0001), and they and Xyce global ones ($G_VCC, $D_HI); another $ starts a comment.</summary>
    public static bool StartsAsNode(ReadOnlySpan<char> name) =>
        name.StartsWith("$N_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("$G", StringComparison.OrdinalIgnoreCase) || name.StartsWith("$D_", StringComparison.OrdinalIgnoreCase);

    /// <summary>Checks every name of a netlist and the texts of its cards before any of it is written.</summary>
    /// <exception cref="NetlistException">A name or text cannot be written.</exception>
    public static void RequireAll(Netlist netlist, SpiceDialect dialect)
    {
        RequireTitle(netlist.Title, dialect);
        RequireCircuit(netlist.Elements, netlist.Models, [.. netlist.Subcircuits, .. Parts(netlist.Conditionals)], dialect, 1);
        foreach (var node in netlist.GlobalNodes)
            RequireNode(node, dialect);
        RequireParameters(netlist.Parameters, netlist.Functions);
        foreach (var name in netlist.Measurements.Select(m => m.Name).Concat(netlist.Fouriers.Select(f => f.Name).OfType<string>()).Where(name => !IsReadableNode(name)))
            throw Unsafe(name, "measurement", $"letters, digits, _ and {ReadableMarks}");
    }

    private static void RequireCircuit(
        IReadOnlyList<Element> elements, IReadOnlyList<ModelCard> models, IReadOnlyList<Subcircuit> subcircuits, SpiceDialect dialect, int depth)
    {
        foreach (var element in elements)
            RequireElement(element, dialect);
        foreach (var model in models)
            RequireCard(model, dialect);
        foreach (var subcircuit in subcircuits)
        {
            RequireName(subcircuit.Name, "subcircuit", dialect);
            foreach (var port in subcircuit.Ports)
                RequireNode(port, dialect);
            RequireParameters(subcircuit.Parameters, subcircuit.Functions);
            RequireParameters(subcircuit.LocalParameters, []);
            // Deeper ones are refused by the netlist's structure.
            if (depth <= CircuitScope.MostLevels)
                RequireCircuit(subcircuit.Elements, subcircuit.Models, [.. subcircuit.Subcircuits, .. Parts(subcircuit.Conditionals)], dialect, depth + 1);
        }
    }

    private static IEnumerable<Subcircuit> Parts(IReadOnlyList<Conditional> conditionals) => conditionals.SelectMany(c => c.Branches.Select(b => b.Part));

    private static void RequireElement(Element element, SpiceDialect dialect)
    {
        // Y belongs to the keyword, and the name is free.
        if (element is Memristor)
            RequireName(element.Name, element.Kind, dialect);
        else
            RequireElement(element.Name, LetterOf(element), element.Kind, dialect);
        if (element.Card is { } card)
            RequireName(card.Name, "model card", dialect);
        foreach (var control in element.ControlCurrents)
            RequireBranch(control, dialect);
        if (element is SubcircuitCall call)
        {
            RequireName(call.Subcircuit, "subcircuit", dialect);
            foreach (var parameter in call.Parameters)
                RequireParameter(parameter.Name);
        }

        foreach (var node in element.Nodes)
            RequireNode(node, dialect);
    }

    /// <summary>A source with a law may be called E, F, G or H, too.</summary>
    private static char LetterOf(Element element)
    {
        BehavioralQuantity? quantity = element is BehavioralSource b ? b.Quantity : element is LaplaceSource h ? h.Quantity : null;
        return quantity is { } known && (known == BehavioralQuantity.Voltage ? "EH" : "GF").Contains(char.ToUpperInvariant(element.Name[0]), StringComparison.Ordinal)
            ? char.ToUpperInvariant(element.Name[0])
            : element.Letter;
    }

    private static void RequireBranch(string path, SpiceDialect dialect)
    {
        foreach (var part in path.Split('.'))
            RequireName(part, "element", dialect);
    }

    private static void RequireCard(ModelCard model, SpiceDialect dialect)
    {
        RequireName(model.Name, "model card", dialect);
        RequireWord(model.Kind, "kind of model card");
        foreach (var (key, value) in model.Parameters)
        {
            RequireWord(key, $"parameter of model card {model.Name}");
            if (!CardValue.IsWord(value) && !(CardValue.IsExpression(value) && CardValue.Of(CardValue.Parse(value)) == value))
                throw NetlistException.Because($"model card {model.Name}: the value of {key} cannot be written; use a number or a word.");
        }
    }

    private static void RequireParameters(IReadOnlyList<Parameter> parameters, IReadOnlyList<FunctionDefinition> functions)
    {
        foreach (var parameter in parameters)
            RequireParameter(parameter.Name);
        foreach (var function in functions)
        {
            RequireParameter(function.Name);
            foreach (var argument in function.Arguments)
                RequireParameter(argument);
        }
    }

    private static void RequireParameter(string name)
    {
        if (!IsParameter(name))
            throw Unsafe(name, "parameter", "letters, digits and _, the first of them no digit");
    }

    /// <summary>A name of an element, a model card, a subcircuit or an option: letters, digits and _.</summary>
    public static string RequireWord(string name, string what) =>
        IsWord(name, "") ? name : throw Unsafe(name, what, "letters, digits and _");

    private static void RequireName(string name, string what, SpiceDialect dialect)
    {
        if (dialect == SpiceDialect.Native ? !IsName(name) : !IsWord(name, ""))
            throw Unsafe(name, what, "letters, digits and _");
    }

    /// <summary>An element's name with the letter that tells SPICE what it is.</summary>
    private static string RequireElement(string name, char letter, string kind, SpiceDialect dialect)
    {
        RequireName(name, kind, dialect);
        return char.ToUpperInvariant(name[0]) == letter
            ? name
            : throw NetlistException.Because($"{kind} {name} must have a name that starts with {letter}, by which SPICE knows it; rename it.");
    }

    public static string RequireNode(NodeId node, SpiceDialect dialect)
    {
        var name = node.Name ?? throw NetlistException.Because("an element is connected to a node without a name; give every terminal a node.");
        if (dialect == SpiceDialect.Native ? !IsReadableNode(name) : !IsWord(name, NodeMarks))
            throw Unsafe(name, "node", dialect == SpiceDialect.Native ? $"letters, digits, _ and {ReadableMarks}" : "letters, digits, _ and, behind the first of them, +, - and !");
        if (dialect == SpiceDialect.Ngspice && IsTakenByNgspice(name))
            throw NetlistException.Because($"node {name} has a meaning of its own in ngspice; rename it.");
        return name;
    }

    /// <summary>The first line; it must not look like a command, a comment or a script to any reader.</summary>
    public static string RequireTitle(string title, SpiceDialect dialect)
    {
        // The reader takes the first line for the title whatever it looks like; ngspice does not.
        var isLine = title.Length <= LongestTitle && title.All(c => c is >= ' ' and <= '~') && title.Trim() == title;
        if (dialect == SpiceDialect.Native && isLine)
            return title;
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
        && HasOnly(name, marks);

    /// <summary>Letters, digits, _ and these marks; a loop, since every word of every netlist comes by here.</summary>
    private static bool HasOnly(string name, string marks)
    {
        foreach (var c in name)
        {
            if (!IsNameCharacter(c) && !marks.Contains(c, StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    /// <summary>Letters, digits and _. Written out, since a call into the runtime is not inlined ahead of time.</summary>
    public static bool IsNameCharacter(char c) => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_';

    private static bool IsTakenByNgspice(string name) =>
        NgspiceNodes.Contains(name, StringComparer.OrdinalIgnoreCase)
        || NgspiceNodePrefixes.Any(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase));

    private static NetlistException Unsafe(string name, string what, string allowed) => NetlistException.Because(
        $"{what} '{Shown(name)}' cannot be written; a name is at most {LongestName} characters long and consists of {allowed}. Rename it.");

    private static string Shown(string? text) =>
        string.Concat((text ?? "").Take(40).Select(c => c is >= ' ' and <= '~' ? c : '?')) + (text?.Length > 40 ? "…" : "");
}
