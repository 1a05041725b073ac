namespace CircuitSim.Netlists;

/// <summary>The names that requests of a flat netlist may refer to, gathered when the first of them asks: few netlists need both.</summary>
internal sealed class FlatNames(Netlist flat)
{
    private HashSet<string>? nodes;
    private Dictionary<string, string>? branches;

    public bool HasNode(NodeId node) => (nodes ??= Nodes()).Contains(node.Name);

    public bool HasBranch(string element) => FindBranch(element) is not null;

    /// <summary>The element of that name, as the netlist writes it, if it has a branch current; else null.</summary>
    public string? FindBranch(string element) => (branches ??= Branches()).GetValueOrDefault(element);

    private HashSet<string> Nodes()
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { NodeId.Ground.Name };
        foreach (var element in flat.Elements)
        {
            // A node that only controls something is connected to nothing.
            foreach (var node in element.Nodes)
                names.Add(node.Name);
        }

        return names;
    }

    private Dictionary<string, string> Branches()
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var element in flat.Elements)
        {
            if (element.HasBranchCurrent)
                names[element.Name] = element.Name;
        }

        return names;
    }
}
