using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists;

/// <summary>
/// Which quantities an analysis of a flat netlist reports, the same in every engine: what its <c>.save</c> lines name,
/// or else v(node) of every node in the order in which the elements name them, then i(element) of every element with a
/// branch current, then, of a transient, w(memristor) of every memristor. Without time states stand still and are left out.
/// </summary>
public sealed class WaveformSelection
{
    private WaveformSelection(IReadOnlyList<WaveformVector> vectors, IReadOnlyList<Expression> quantities)
    {
        Vectors = vectors;
        Quantities = quantities;
    }

    public IReadOnlyList<WaveformVector> Vectors { get; }

    /// <summary>For each vector a <see cref="NodeVoltageExpression"/>, a <see cref="BranchCurrentExpression"/> or a <see cref="DeviceStateExpression"/>.</summary>
    public IReadOnlyList<Expression> Quantities { get; }

    /// <param name="flat">A flat netlist.</param>
    /// <exception cref="NetlistException">A .save names a node, branch or memristor that is not there.</exception>
    public static WaveformSelection Of(Netlist flat, AnalysisKind analysis)
    {
        ArgumentNullException.ThrowIfNull(flat);
        var nodes = new List<Expression>();
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { NodeId.Ground.Name };
        var branches = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var memristors = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var element in flat.Elements)
        {
            foreach (var node in element.Nodes)
            {
                if (known.Add(node.Name) && flat.Saves.Count == 0)
                    nodes.Add(new NodeVoltageExpression(node, NodeId.Ground));
            }

            if (element.HasBranchCurrent)
                branches[element.Name] = element.Name;
            else if (element is Memristor)
                memristors[element.Name] = element.Name;
        }

        var quantities = flat.Saves.Count > 0
            ? flat.Saves.Select(s => Require(s.Quantity, known, branches, memristors))
            : nodes.Concat(branches.Values.Select(b => new BranchCurrentExpression(b))).Concat(memristors.Values.Select(m => new DeviceStateExpression(m)));
        var selected = quantities.Where(q => analysis == AnalysisKind.Transient || q is not DeviceStateExpression).ToList();
        return new WaveformSelection([.. selected.Select(q => new WaveformVector(q.ToString(), UnitOf(q)))], selected);
    }

    private static string UnitOf(Expression quantity) => quantity switch
    {
        BranchCurrentExpression => "A",
        DeviceStateExpression => "m",
        _ => "V",
    };

    private static Expression Require(
        Expression quantity, HashSet<string> nodes, Dictionary<string, string> branches, Dictionary<string, string> memristors)
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
            case DeviceStateExpression w:
                return memristors.TryGetValue(w.Element, out var memristor)
                    ? new DeviceStateExpression(memristor)
                    : throw NetlistException.Because($".save names the state of {w.Element}, which is no memristor of the circuit; check its name.");
            default:
                throw NetlistException.Because($".save can hold v(node), v(a,b), i(element) and w(memristor), not {quantity}.");
        }
    }
}
