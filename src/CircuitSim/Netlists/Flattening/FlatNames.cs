using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Flattening;

/// <summary>The names that requests of a flat netlist may refer to, gathered when the first of them asks: few netlists need all.</summary>
internal sealed class FlatNames(FlatNetlist flat)
{
    private HashSet<string>? nodes;
    private Dictionary<string, string>? branches;
    private Dictionary<string, string>? memristors;

    public bool HasNode(NodeId node) => (nodes ??= Nodes()).Contains(node.Name);

    public bool HasBranch(string element) => FindBranch(element) is not null;

    /// <summary>The element of that name, as the netlist writes it, if it has a branch current; else null.</summary>
    public string? FindBranch(string element) => (branches ??= Of(e => e.HasBranchCurrent)).GetValueOrDefault(element);

    /// <summary>The memristor of that name, as the netlist writes it, or null.</summary>
    public string? FindMemristor(string element) => (memristors ??= Of(e => e is Memristor)).GetValueOrDefault(element);

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

    private Dictionary<string, string> Of(Func<Element, bool> belongs)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var element in flat.Elements)
        {
            if (belongs(element))
                names[element.Name] = element.Name;
        }

        return names;
    }
}
