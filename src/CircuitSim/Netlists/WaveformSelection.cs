using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists;

/// <summary>
/// Which quantities an analysis of a flat netlist reports, the same in every engine: what its <c>.save</c> lines name,
/// or else v(node) of every node in the order in which the elements name them, then i(element) of every element with a
/// branch current.
/// </summary>
public sealed class WaveformSelection
{
    private WaveformSelection(IReadOnlyList<WaveformVector> vectors, IReadOnlyList<Expression> quantities)
    {
        Vectors = vectors;
        Quantities = quantities;
    }

    public IReadOnlyList<WaveformVector> Vectors { get; }

    /// <summary>For each vector a <see cref="NodeVoltageExpression"/> or a <see cref="BranchCurrentExpression"/>.</summary>
    public IReadOnlyList<Expression> Quantities { get; }

    /// <param name="flat">A flat netlist.</param>
    /// <exception cref="NetlistException">A .save names a node or branch that is not there.</exception>
    public static WaveformSelection Of(Netlist flat)
    {
        ArgumentNullException.ThrowIfNull(flat);
        var nodes = new List<Expression>();
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { NodeId.Ground.Name };
        var branches = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var element in flat.Elements)
        {
            foreach (var node in element.Nodes)
            {
                if (known.Add(node.Name) && flat.Saves.Count == 0)
                    nodes.Add(new NodeVoltageExpression(node, NodeId.Ground));
            }

            if (element.HasBranchCurrent)
                branches[element.Name] = element.Name;
        }

        var quantities = flat.Saves.Count > 0
            ? [.. flat.Saves.Select(s => Require(s.Quantity, known, branches))]
            : nodes.Concat(branches.Values.Select(b => new BranchCurrentExpression(b))).ToList();
        return new WaveformSelection(
            [.. quantities.Select(q => new WaveformVector(q.ToString(), q is BranchCurrentExpression ? "A" : "V"))], quantities);
    }

    private static Expression Require(Expression quantity, HashSet<string> nodes, Dictionary<string, string> branches)
    {
        switch (quantity)
        {
            case NodeVoltageExpression v:
                foreach (var node in new[] { v.Positive, v.Negative })
                {
                    if (!nodes.Contains(node.Name))
                        throw NetlistException.Because($".save names node {node}, which is not in the circuit; check its name.");
                }

                return v;
            case BranchCurrentExpression i:
                return branches.TryGetValue(i.Element, out var name)
                    ? new BranchCurrentExpression(name)
                    : throw NetlistException.Because(
                        $".save names the current of {i.Element}, which no engine knows; put a 0 V source in series to measure it.");
            default:
                throw NetlistException.Because($".save can hold v(node), v(a,b) and i(element), not {quantity}.");
        }
    }
}
