namespace CircuitSim.Netlists;

/// <summary>
/// Replaces every subcircuit call by the elements of its subcircuit: R1 inside X1 becomes <c>X1.R1</c>, a private node
/// <c>mid</c> becomes <c>X1.mid</c>, one level further down <c>X1.X2.R1</c> and <c>X1.X2.mid</c>. Ground is the same
/// node everywhere.
/// </summary>
public static class NetlistFlattening
{
    /// <summary>Deepest nesting of subcircuit calls.</summary>
    public const int MaximumDepth = 64;

    /// <summary>Most elements of a flat netlist: a few lines of nested calls can ask for more than any memory holds.</summary>
    public const long MaximumElements = 20_000_000;

    /// <summary>The same circuit without subcircuit calls; <paramref name="netlist"/> itself if it has none.</summary>
    /// <exception cref="NetlistException">
    /// A name that is defined twice or not at all, a subcircuit that contains itself, a call that does not fit its
    /// ports, nesting or size beyond the limits.
    /// </exception>
    public static Netlist Flatten(Netlist netlist)
    {
        RequireDistinctNames(netlist.Elements);
        var definitions = new Dictionary<string, Subcircuit>(StringComparer.OrdinalIgnoreCase);
        foreach (var subcircuit in netlist.Subcircuits)
        {
            if (!definitions.TryAdd(subcircuit.Name, subcircuit))
                throw NetlistException.DuplicateSubcircuit(subcircuit.Name);
            RequireDistinctNames(subcircuit.Elements);
            RequireDistinctPorts(subcircuit);
        }

        if (!netlist.Elements.Any(element => element is SubcircuitCall))
            return netlist;
        var expansion = new Expansion(definitions);
        expansion.PlaceAll(netlist.Elements);
        return netlist with { Elements = expansion.Flat, Subcircuits = [] };
    }

    private static void RequireDistinctNames(IReadOnlyList<Element> elements)
    {
        var names = new HashSet<string>(elements.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var element in elements)
        {
            if (!names.Add(element.Name))
                throw NetlistException.DuplicateElement(element.Name);
        }
    }

    private static void RequireDistinctPorts(Subcircuit subcircuit)
    {
        var ports = new HashSet<NodeId>();
        foreach (var port in subcircuit.Ports)
        {
            if (port.IsGround)
                throw NetlistException.BadPort(subcircuit.Name, port, "is ground");
            if (!ports.Add(port))
                throw NetlistException.BadPort(subcircuit.Name, port, "is named twice");
        }
    }

    /// <param name="Elements">Elements of one expansion, cut off just above the limit.</param>
    /// <param name="Height">Levels of calls, this one included.</param>
    private readonly record struct Extent(long Elements, int Height);

    private sealed class Expansion(Dictionary<string, Subcircuit> definitions)
    {
        private readonly Dictionary<string, Extent> extents = new(StringComparer.OrdinalIgnoreCase);
        private readonly HashSet<string> elementNames = new(StringComparer.OrdinalIgnoreCase);

        /// <summary>The scope in which each node got its name: one name from two scopes is a clash.</summary>
        private readonly Dictionary<NodeId, Scope> origins = [];

        public List<Element> Flat { get; } = [];

        public void PlaceAll(IReadOnlyList<Element> elements)
        {
            // Count before anything is expanded, so that a bomb of nested calls costs nothing.
            if (Measure(elements, []).Elements > MaximumElements)
                throw NetlistException.TooLarge(MaximumElements);
            Place(elements, new Scope(this, "", []));
        }

        private Extent Measure(IReadOnlyList<Element> elements, List<string> chain)
        {
            var (count, height) = (0L, 0);
            foreach (var element in elements)
            {
                var extent = element is SubcircuitCall call ? Measure(call, chain) : new Extent(1, 0);
                count = Math.Min(count + extent.Elements, MaximumElements + 1);
                height = Math.Max(height, extent.Height);
            }

            return new Extent(count, height);
        }

        private Extent Measure(SubcircuitCall call, List<string> chain)
        {
            var definition = Definition(call);
            var firstTime = chain.FindIndex(name => name.Equals(definition.Name, StringComparison.OrdinalIgnoreCase));
            if (firstTime >= 0)
                throw NetlistException.RecursiveSubcircuit([.. chain.Skip(firstTime), definition.Name]);
            if (call.Connections.Count != definition.Ports.Count)
                throw NetlistException.WrongPortCount(call.Name, definition.Name, call.Connections.Count, definition.Ports.Count);
            if (!extents.TryGetValue(definition.Name, out var extent))
            {
                if (chain.Count == MaximumDepth)
                    throw NetlistException.TooDeep(call.Name, MaximumDepth);
                chain.Add(definition.Name);
                extent = Measure(definition.Elements, chain);
                extent = extent with { Height = extent.Height + 1 };
                chain.RemoveAt(chain.Count - 1);
                extents.Add(definition.Name, extent);
            }

            return chain.Count + extent.Height <= MaximumDepth ? extent : throw NetlistException.TooDeep(call.Name, MaximumDepth);
        }

        private Subcircuit Definition(SubcircuitCall call) =>
            definitions.TryGetValue(call.Subcircuit, out var definition)
                ? definition
                : throw NetlistException.UndefinedSubcircuit(call.Name, call.Subcircuit);

        private void Place(IReadOnlyList<Element> elements, Scope scope)
        {
            foreach (var element in elements)
            {
                var placed = element.Placed(scope.Element(element.Name), scope);
                if (element is SubcircuitCall call)
                {
                    var definition = Definition(call);
                    var ports = definition.Ports.Zip(placed.Nodes).ToDictionary(pair => pair.First, pair => pair.Second);
                    Place(definition.Elements, new Scope(this, $"{scope.Path}{call.Name}.", ports));
                }
                else if (elementNames.Add(placed.Name))
                {
                    Flat.Add(placed);
                }
                else
                {
                    throw NetlistException.DuplicateElement(placed.Name);
                }
            }
        }

        public void RememberOrigin(NodeId placed, Scope scope)
        {
            if (placed.Name.Contains('.', StringComparison.Ordinal) && !origins.TryAdd(placed, scope) && origins[placed] != scope)
                throw NetlistException.NodeNameClash(placed.Name);
        }
    }

    /// <summary>The names within one call: ports are the caller's nodes, all others get the path in front.</summary>
    /// <param name="path">"X1.X2." of the calls that led here; empty at the top.</param>
    private sealed class Scope(Expansion expansion, string path, Dictionary<NodeId, NodeId> ports) : Placement
    {
        public string Path => path;

        public override NodeId Node(NodeId node)
        {
            if (node.IsGround)
                return node;
            if (ports.TryGetValue(node, out var outer))
                return outer;
            var placed = path.Length == 0 ? node : new NodeId(path + node.Name);
            expansion.RememberOrigin(placed, this);
            return placed;
        }

        public override ElementValue Value(ElementValue value) => value;

        public override string Element(string name) => path + name;

        public override string Model(string name) => name;

        public override Expressions.Expression Expression(Expressions.Expression expression) => expression;
    }
}
