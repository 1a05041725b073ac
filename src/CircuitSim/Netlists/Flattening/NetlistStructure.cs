using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Flattening;

/// <summary>
/// The rules that a netlist keeps before any engine sees it: unique names, calls that fit a defined subcircuit,
/// elements that name a card of their kind, no recursion, and a bounded size once every call is expanded.
/// </summary>
public static class NetlistStructure
{
    /// <summary>Most elements that the calls of a netlist may expand to; nesting multiplies, so ten lines can ask for 10¹⁰.</summary>
    public const int MostElements = 20_000_000;

    /// <summary>Calls of circuits with conditions, which are judged anew in each.</summary>
    public const int MostChosen = 1_000_000;

    /// <summary>Checks the rules; returns the number of elements after every call is expanded.</summary>
    /// <exception cref="NetlistException">A rule is broken; the message names the element or subcircuit.</exception>
    public static int Check(Netlist netlist)
    {
        ArgumentNullException.ThrowIfNull(netlist);
        return Check(CircuitInstance.Top(netlist).Scope);
    }

    internal static int Check(CircuitScope top)
    {
        foreach (var node in top.GlobalNodes)
            CheckGlobalNode(node);

        var scopes = new List<CircuitScope> { top };
        for (var k = 0; k < scopes.Count; k++)
        {
            scopes.AddRange(scopes[k].Subcircuits);
            CheckPorts(scopes[k].Definition);
            // Of one with conditions each variant is checked when it is placed.
            if (!scopes[k].IsOpen)
                CheckElements(scopes[k]);
        }

        return ExpandedSize(scopes);
    }

    /// <summary>The rules of a subcircuit whose branches are chosen, and of those inside it.</summary>
    internal static void CheckVariant(CircuitScope variant)
    {
        CheckElements(variant);
        foreach (var inner in variant.Subcircuits.Where(s => !s.IsOpen))
            CheckVariant(inner);
    }

    internal static void CheckGlobalNode(NodeId node)
    {
        if (node.Name.Contains('.', StringComparison.Ordinal))
            throw NetlistException.Because($".global {node}: a dot leads into a subcircuit, where nodes are private; give the node a name without one.");
    }

    private static void CheckPorts(Subcircuit? subcircuit)
    {
        if (subcircuit is null)
            return;
        var ports = new HashSet<NodeId>();
        foreach (var port in subcircuit.Ports)
        {
            // A port called gnd or 0 is ground, and so is what calls join to it.
            if (!port.IsGround && !ports.Add(port))
                throw NetlistException.BadPort(subcircuit.Name, port, "is named twice", subcircuit.Place);
        }
    }

    private static void CheckElements(CircuitScope scope)
    {
        var names = new HashSet<string>(scope.Elements.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var element in scope.Elements)
        {
            if (!names.Add(element.Designation))
                throw NetlistException.DuplicateElement(element.Name, element.Place);
            if (element is SubcircuitCall call)
                CheckCall(call, scope);
            if (element.Card is { } card)
                CheckCard(element, card, scope);
        }
    }

    private static void CheckCard(Element element, CardReference reference, CircuitScope scope)
    {
        var card = scope.FindModel(reference.Name) ?? throw NetlistException.MissingModel(element.Name, reference.Name, element.Place);
        if (!reference.Kinds.Contains(card.Kind, StringComparer.OrdinalIgnoreCase))
            throw NetlistException.WrongModel(element.Name, card.Name, card.Kind, string.Join(" or ", reference.Kinds), element.Place);
    }

    private static void CheckCall(SubcircuitCall call, CircuitScope scope)
    {
        var definition = scope.FindSubcircuit(call.Subcircuit)?.Definition
            ?? throw NetlistException.UndefinedSubcircuit(call.Name, call.Subcircuit, call.Place);
        if (call.Connections.Count > definition.Ports.Count || call.Connections.Count < definition.Ports.Count - definition.OptionalNodes.Count)
            throw NetlistException.WrongPortCount(call.Name, definition.Name, call.Connections.Count, definition.Ports.Count, call.Place);
        var given = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in call.Parameters)
        {
            if (!given.Add(parameter.Name))
                throw NetlistException.DuplicateParameter(parameter.Name, parameter.Place.Or(call.Place));
            if (!definition.TakesAnyParameter && !CircuitInstance.IsMultiplier(parameter, definition) && !definition.Parameters.Any(p => p.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase)))
            {
                var known = definition.Parameters.Select(p => p.Name).ToList();
                throw NetlistException.UnknownCallParameter(call.Name, definition.Name, parameter.Name,
                    known.Count == 0 ? "it has none." : NameSuggestion.Nearest(parameter.Name, known), parameter.Place.Or(call.Place));
            }
        }
    }

    /// <param name="Elements">Elements of one expansion.</param>
    /// <param name="Height">Levels of calls, this one included.</param>
    private sealed record Extent(long Elements, int Height);

    private static int ExpandedSize(List<CircuitScope> scopes)
    {
        var extents = new Dictionary<CircuitScope, Extent>();
        foreach (var scope in CalleesFirst(scopes))
            extents[scope] = ExtentOf(scope, extents);
        return (int)extents[scopes[0]].Elements;
    }

    private static Extent ExtentOf(CircuitScope scope, Dictionary<CircuitScope, Extent> extents)
    {
        var single = new Extent(1, -1);
        var (sum, height) = (0L, 0);
        foreach (var element in scope.Elements)
        {
            var extent = element is SubcircuitCall call && scope.FindSubcircuit(call.Subcircuit) is { } called ? extents[called] : single;
            sum += extent.Elements;
            height = Math.Max(height, extent.Height + 1);
            if (sum > MostElements)
                throw NetlistException.TooLarge(MostElements, element.Place);
            if (height > CircuitScope.MostLevels)
                throw NetlistException.TooDeep(element.Name, CircuitScope.MostLevels, element.Place);
        }

        return new Extent(sum, height);
    }

    private sealed record Visit(CircuitScope Scope, IEnumerator<SubcircuitCall> Calls);

    /// <summary>Every circuit after those that it calls. Iterative: a stranger's chain may be longer than the stack.</summary>
    private static List<CircuitScope> CalleesFirst(List<CircuitScope> scopes)
    {
        var order = new List<CircuitScope>(scopes.Count);
        var done = new HashSet<CircuitScope>();
        var open = new HashSet<CircuitScope>();
        var path = new Stack<Visit>();

        foreach (var root in scopes)
        {
            Enter(root, null);
            while (path.TryPeek(out var top))
            {
                if (top.Calls.MoveNext())
                {
                    Enter(top.Scope.FindSubcircuit(top.Calls.Current.Subcircuit), top.Calls.Current);
                    continue;
                }

                path.Pop();
                open.Remove(top.Scope);
                done.Add(top.Scope);
                order.Add(top.Scope);
            }
        }

        return order;

        void Enter(CircuitScope? scope, SubcircuitCall? call)
        {
            // One that a branch defines is not there yet.
            if (scope is null || done.Contains(scope))
                return;
            if (!open.Add(scope))
                throw NetlistException.RecursiveSubcircuit(Chain(scope), call?.Place);
            path.Push(new Visit(scope, scope.Elements.OfType<SubcircuitCall>().GetEnumerator()));
        }

        IEnumerable<string> Chain(CircuitScope scope)
        {
            var between = path.Select(p => p.Scope).TakeWhile(s => s != scope).Reverse().Take(8);
            return between.Prepend(scope).Append(scope).Select(s => s.Definition?.Name ?? "the circuit");
        }
    }
}
