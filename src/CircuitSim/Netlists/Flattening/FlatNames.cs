using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Flattening;

/// <summary>The names that requests of a flat netlist may refer to, gathered when the first of them asks: few netlists need all.</summary>
/// <param name="withProbes">Whether the current of an element counts that <see cref="CurrentProbes"/> would make one.</param>
internal sealed class FlatNames(IReadOnlyList<Element> elements, bool withProbes = false)
{
    private HashSet<string>? nodes;
    private Dictionary<string, string>? branches;
    private Dictionary<string, string>? memristors;

    public FlatNames(FlatNetlist flat)
        : this(flat.Elements)
    {
    }

    public bool HasNode(NodeId node) => (nodes ??= Nodes()).Contains(node.Name);

    public bool HasBranch(string element) => FindBranch(element) is not null;

    /// <summary>The element of that name, as the netlist writes it, if it has a branch current; else null.</summary>
    public string? FindBranch(string element) => (branches ??= Of(e => e.HasBranchCurrent || withProbes && CurrentProbes.CanProbe(e))).GetValueOrDefault(element);

    /// <summary>The memristor of that name, as the netlist writes it, or null.</summary>
    public string? FindMemristor(string element) => (memristors ??= Of(e => e is Memristor)).GetValueOrDefault(element);

    private HashSet<string> Nodes()
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { NodeId.Ground.Name };
        foreach (var element in elements)
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
        foreach (var element in elements)
        {
            if (belongs(element))
                names[element.Name] = element.Name;
        }

        return names;
    }
}
