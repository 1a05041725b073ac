using CircuitSim.Netlists;

namespace CircuitSim.Ngspice;

/// <summary>
/// The vectors that ngspice reports for a netlist and the names under which CircuitSim knows them. A node n inside the
/// call X1 of a call X2 is <c>X2.X1.n</c> in both; a source Vs there is ngspice's <c>v.x2.x1.vs</c> and our
/// <c>X2.X1.Vs</c>.
/// </summary>
internal sealed class NgspiceVectors
{
    private readonly Dictionary<string, Subcircuit> subcircuits;
    private readonly Dictionary<string, NodeId> nodes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> currents = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="netlist">A netlist that <see cref="NetlistStructure"/> has checked.</param>
    public NgspiceVectors(Netlist netlist)
    {
        subcircuits = netlist.Subcircuits.ToDictionary(s => s.Name, StringComparer.OrdinalIgnoreCase);
        Add(netlist.Elements, "", node => node);
    }

    /// <summary>Nodes by ngspice's vector name, <c>v(…)</c>.</summary>
    public IReadOnlyDictionary<string, NodeId> Nodes => nodes;

    /// <summary>Voltage sources by ngspice's vector name, <c>i(…)</c>.</summary>
    public IReadOnlyDictionary<string, string> Currents => currents;

    private void Add(IReadOnlyList<Element> elements, string path, Func<NodeId, NodeId> outer)
    {
        foreach (var element in elements)
        {
            if (element is SubcircuitCall call)
            {
                AddCall(call, path, outer);
                continue;
            }

            foreach (var node in element.Nodes.Select(outer).Where(n => !n.IsGround))
                nodes[$"v({node})"] = node;
            if (element is VoltageSource)
                currents[path.Length == 0 ? $"i({element.Name})" : $"i({element.Name[0]}.{path}{element.Name})"] = path + element.Name;
        }
    }

    private void AddCall(SubcircuitCall call, string path, Func<NodeId, NodeId> outer)
    {
        var subcircuit = subcircuits[call.Subcircuit];
        var inner = $"{path}{call.Name}.";
        var ports = new Dictionary<NodeId, NodeId>();
        foreach (var (port, connection) in subcircuit.Ports.Zip(call.Connections))
            ports[port] = outer(connection);
        Add(subcircuit.Elements, inner,
            node => node.IsGround ? node : ports.TryGetValue(node, out var connected) ? connected : new NodeId(inner + node.Name));
    }
}
