using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Flattening;

/// <summary>
/// What the requests of a netlist mean by names that its flat circuit does not have. X1:R1 is how Xyce writes X1.R1, and X1.in, where
/// in is a port, is the node that the call joins to it. What nobody has is left out of .print, .save, .ic and .nodeset.
/// </summary>
internal sealed class RequestNames : Placement
{
    private readonly Netlist netlist;
    private readonly CircuitInstance top;
    private readonly FlatNames names;
    private readonly Action<SourcePlace, string>? leaveOut;
    private bool hasChanged;

    private RequestNames(Netlist netlist, Netlist circuit, CircuitInstance top, Action<SourcePlace, string>? leaveOut)
    {
        this.netlist = netlist;
        this.top = top;
        this.leaveOut = leaveOut;
        names = new FlatNames(circuit.Elements, withProbes: true);
    }

    /// <summary>The same netlist with the names that its circuit has; null where that changes nothing, or where it cannot be flattened at all.</summary>
    /// <param name="leaveOut">Told of all that is left out, and where it stood; null to leave out nothing.</param>
    public static Netlist? Known(Netlist netlist, Action<SourcePlace, string>? leaveOut)
    {
        try
        {
            var (circuit, top) = NetlistFlattening.FlattenUnchecked(netlist);
            var known = new RequestNames(netlist, circuit, top, leaveOut);
            var result = known.Resolved(circuit);
            return known.hasChanged ? result : null;
        }
        catch (NetlistException)
        {
            return null;
        }
    }

    private Netlist Resolved(Netlist circuit)
    {
        // Those of subcircuits are known by where they stand.
        HashSet<object?> strangers = new(circuit.InitialConditions.Where(c => !names.HasNode(Node(c.Node))).Select(c => c.Place)
            .Concat(circuit.NodeSets.Where(s => !names.HasNode(Node(s.Node))).Select(s => s.Place)), ReferenceEqualityComparer.Instance);
        return netlist with
        {
            Elements = [.. netlist.Elements.Select(e => e is BehavioralSource b ? b with { Value = Expression(b.Value) } : e)],
            Subcircuits = [.. netlist.Subcircuits.Select(s => Resolved(s, strangers))],
            InitialConditions = [.. Kept(netlist.InitialConditions, strangers, ".ic").Select(c => c with { Node = Node(c.Node) })],
            NodeSets = [.. Kept(netlist.NodeSets, strangers, ".nodeset").Select(s => s with { Node = Node(s.Node) })],
            Analyses = [.. netlist.Analyses.Select(a => a.Placed(this))],
            Saves = [.. netlist.Saves.Select(s => s with { Quantity = Expression(s.Quantity) }).Where(s => IsKnown(s.Quantity, AnalysisKind.Transient, ".save", s.Place))],
            Prints = [.. netlist.Prints.Select(p => p with { Quantities = [.. p.Quantities.Select(Expression).Where(q => IsKnown(q, p.Analysis, ".print", p.Place))] }).Where(p => p.Quantities.Count > 0 || p.HasAllVoltages || p.HasAllCurrents)],
            Measurements = [.. netlist.Measurements.Select(m => m.Placed(this))],
        };
    }

    private Subcircuit Resolved(Subcircuit subcircuit, HashSet<object?> strangers) => subcircuit with
    {
        Subcircuits = [.. subcircuit.Subcircuits.Select(s => Resolved(s, strangers))],
        InitialConditions = [.. Kept(subcircuit.InitialConditions, strangers, ".ic")],
        NodeSets = [.. Kept(subcircuit.NodeSets, strangers, ".nodeset")],
    };

    private IEnumerable<T> Kept<T>(IReadOnlyList<T> requests, HashSet<object?> strangers, string statement)
        where T : Written
    {
        foreach (var request in requests)
        {
            if (leaveOut is null || request.Place.IsNone || !strangers.Contains(request.Place))
                yield return request;
            else
                LeaveOut(request.Place, $"{statement} of a node that is not there");
        }
    }

    private bool IsKnown(Expression quantity, AnalysisKind analysis, string statement, SourcePlace place)
    {
        // A state that is asked for without time has a refusal of its own.
        if (leaveOut is null || ExpressionTree.Leaves(quantity).Any(q => q is DeviceStateExpression w && names.FindMemristor(w.Element) is not null))
            return true;
        try
        {
            FlatNetlistRules.CheckExpression(ExpressionTree.WithLeaves(top.Expression(quantity), CurrentOf), analysis, statement, place, names);
            return true;
        }
        catch (NetlistException)
        {
            LeaveOut(place, $"{quantity} of {statement}, which the circuit does not have");
            return false;
        }
    }

    /// <summary>A power is known where a current is.</summary>
    private Expression CurrentOf(Expression leaf) => leaf switch
    {
        PowerExpression p => new BranchCurrentExpression(p.Element),
        DeviceStateExpression w when names.FindMemristor(w.Element) is null => new BranchCurrentExpression(w.Element),
        _ => leaf,
    };

    private void LeaveOut(SourcePlace place, string what)
    {
        hasChanged = true;
        leaveOut!(place, what);
    }

    public override NodeId Node(NodeId node)
    {
        if (names.HasNode(node))
            return node;
        var path = node.Name.Replace(':', '.');
        var meant = names.HasNode(new NodeId(path)) ? new NodeId(path) : FindPort(path);
        hasChanged |= meant is not null;
        return meant ?? node;
    }

    public override string Element(string name)
    {
        var path = name.Replace(':', '.');
        if (path == name || names.HasBranch(name) || !names.HasBranch(path) && names.FindMemristor(path) is null)
            return name;
        hasChanged = true;
        return path;
    }

    public override ElementValue Value(ElementValue value) => value;

    public override string Model(string name) => name;

    public override Expression Expression(Expression expression) => ExpressionTree.WithLeaves(expression, leaf => leaf switch
    {
        NodeVoltageExpression v => new NodeVoltageExpression(Node(v.Positive), Node(v.Negative)),
        BranchCurrentExpression i => i with { Element = Element(i.Element) },
        PowerExpression p => new PowerExpression(Element(p.Element)),
        DeviceStateExpression w => new DeviceStateExpression(Element(w.Element)),
        PhasorExpression p => p with { Quantity = Expression(p.Quantity) },
        _ => leaf,
    });

    /// <summary>What the call X1 joins to port in of its subcircuit, of X1.in; null if there is none.</summary>
    private NodeId? FindPort(string path)
    {
        // From the last call outwards, as long as what it joins is a port itself.
        var parts = path.Split('.');
        var scopes = new List<CircuitScope> { top.Scope };
        var calls = new List<SubcircuitCall>();
        foreach (var name in parts.SkipLast(1))
        {
            if (scopes[^1].Elements.FirstOrDefault(e => e is SubcircuitCall && e.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not SubcircuitCall call
                || scopes[^1].FindSubcircuit(call.Subcircuit) is not { } inside)
            {
                return null;
            }

            calls.Add(call);
            scopes.Add(inside);
        }

        var node = new NodeId(parts[^1].Length == 0 ? path : parts[^1]);
        for (var level = calls.Count; level > 0; level--)
        {
            var ports = scopes[level].Definition!.Ports;
            var port = ports.TakeWhile(p => p != node).Count();
            if (port == ports.Count)
            {
                var inner = new NodeId($"{string.Join('.', calls.Take(level).Select(c => c.Name))}.{node}");
                return level < calls.Count && names.HasNode(inner) ? inner : null;
            }

            node = calls[level - 1].Connections[port];
        }

        return calls.Count > 0 && names.HasNode(node) ? node : null;
    }
}
