using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Flattening;

namespace CircuitSim.Netlists.Results;

/// <summary>
/// Which quantities an analysis of a flat netlist reports, the same in every engine: what its <c>.save</c> lines name,
/// or else v(node) of every node in the order in which the elements name them, then i(element) of every element with a
/// branch current, then, of a transient, w(memristor) of every memristor. Without time states stand still and are left out.
/// Small signals are complex: each quantity is two vectors, vr(node) and vi(node), or ir(element) and ii(element).
/// </summary>
public sealed class WaveformSelection
{
    private WaveformSelection(IReadOnlyList<WaveformVector> vectors, IReadOnlyList<Expression> quantities)
    {
        Vectors = vectors;
        Quantities = quantities;
    }

    public IReadOnlyList<WaveformVector> Vectors { get; }

    /// <summary>For each vector, of small signals for each pair of them, a <see cref="NodeVoltageExpression"/>, a <see cref="BranchCurrentExpression"/> or a <see cref="DeviceStateExpression"/>.</summary>
    public IReadOnlyList<Expression> Quantities { get; }

    public static WaveformSelection Of(FlatNetlist flat, AnalysisKind analysis)
    {
        ArgumentNullException.ThrowIfNull(flat);
        var names = new FlatNames(flat);
        var quantities = flat.Saves.Count > 0 ? flat.Saves.Select(s => AsWritten(s.Quantity, names)) : Everything(flat);
        var selected = quantities.Where(q => analysis == AnalysisKind.Transient || q is not DeviceStateExpression).ToList();
        return new WaveformSelection([.. selected.SelectMany(q => NamesOf(q, analysis).Select(name => new WaveformVector(name, UnitOf(q))))], selected);
    }

    /// <summary>The names of the vectors that hold a quantity.</summary>
    internal static IEnumerable<string> NamesOf(Expression quantity, AnalysisKind analysis) => analysis == AnalysisKind.SmallSignal
        ? [new PhasorExpression(PhasorPart.Real, quantity).ToString(), new PhasorExpression(PhasorPart.Imaginary, quantity).ToString()]
        : [quantity.ToString()];

    private static List<Expression> Everything(FlatNetlist flat)
    {
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { NodeId.Ground.Name };
        var voltages = new List<Expression>();
        var currents = new List<Expression>();
        var states = new List<Expression>();
        var units = new StateUnits(flat.Circuit);
        foreach (var element in flat.Elements)
        {
            // The node between an element and its probe is nobody's.
            if (element is VoltageSource { CurrentOf: not null })
                known.Add(element.Nodes[1].Name);
            if (element is BehavioralSource { IsMemory: true } or VoltageSource { IsMemory: true })
            {
                known.UnionWith(element.Nodes.Select(n => n.Name));
                continue;
            }

            foreach (var node in element.Nodes)
            {
                if (known.Add(node.Name))
                    voltages.Add(new NodeVoltageExpression(node, NodeId.Ground));
            }

            if (element.HasBranchCurrent)
                currents.Add(new BranchCurrentExpression(element.Name) { CurrentOf = (element as VoltageSource)?.CurrentOf });
            else if (element is Memristor memristor)
                states.Add(units.StateOf(memristor));
        }

        return [.. voltages, .. currents, .. states];
    }

    private static string UnitOf(Expression quantity) => quantity switch
    {
        BranchCurrentExpression => "A",
        DeviceStateExpression w => w.Unit,
        _ => "V",
    };

    /// <summary>With the name that the netlist writes; that there is one was checked when the netlist became flat.</summary>
    private static Expression AsWritten(Expression quantity, FlatNames names) => quantity switch
    {
        NodeVoltageExpression => quantity,
        BranchCurrentExpression i => i with { Element = names.FindBranch(i.Element)! },
        DeviceStateExpression w => w with { Element = names.FindMemristor(w.Element)! },
        _ => throw NetlistException.Because($".save can hold v(node), v(a,b), i(element) and w(memristor), not {quantity}."),
    };
}
