using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Flattening;

/// <summary>
/// Makes i(R1) a current that every engine has: in front of an element without a branch current that something refers to, a source
/// of 0 V is put in series, whose current is that of the element's first terminal. What refers to it keeps the element's name.
/// </summary>
internal sealed class CurrentProbes
{
    private readonly Dictionary<string, Element> elements = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> probes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Netlist flat;

    private CurrentProbes(Netlist flat)
    {
        this.flat = flat;
        foreach (var element in flat.Elements)
        {
            // Of a memristor and a transistor of one name i() means the transistor, as ngspice would.
            if (element is not Memristor || !elements.ContainsKey(element.Name))
                elements[element.Name] = element;
        }
    }

    /// <summary>The same netlist where nothing refers to such a current.</summary>
    public static Netlist Insert(Netlist flat)
    {
        if (flat is { Saves.Count: 0, Prints.Count: 0, Measurements.Count: 0 } && !flat.Elements.Any(e => e is BehavioralSource))
            return flat;
        return new CurrentProbes(flat).Inserted();
    }

    private Netlist Inserted()
    {
        var changed = flat with
        {
            Elements = [.. flat.Elements.Select(e => e is BehavioralSource b ? b with { Value = Probed(b.Value) } : e)],
            Saves = [.. flat.Saves.Select(s => s with { Quantity = Probed(s.Quantity) })],
            Prints = [.. flat.Prints.Select(p => p with { Quantities = [.. p.Quantities.Select(Probed)] })],
            Measurements = [.. flat.Measurements.Select(m => m.Placed(new ExpressionPlacement(Probed)))],
        };
        return probes.Count == 0 ? flat : changed with { Elements = [.. WithProbes(changed.Elements)] };
    }

    private IEnumerable<Element> WithProbes(IReadOnlyList<Element> all)
    {
        var nodes = all.SelectMany(e => e.Nodes.Select(n => n.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var element in all)
        {
            if (!probes.TryGetValue(element.Name, out var probe) || !ReferenceEquals(elements[element.Name], element) && element is not BehavioralSource)
            {
                yield return element;
                continue;
            }

            var name = $"{element.Name}_i";
            while (!nodes.Add(name))
                name += "_";
            var (first, inside) = (element.Nodes[0], new NodeId(name));
            yield return new VoltageSource(probe, first, inside, 0) { CurrentOf = element.Name, Place = element.Place };
            yield return element switch
            {
                TwoTerminalElement two => two with { Positive = inside },
                Diode d => d with { Anode = inside },
                Mosfet m => m with { Drain = inside },
                BipolarTransistor q => q with { Collector = inside },
                _ => throw new ArgumentOutOfRangeException(nameof(all)),
            };
        }
    }

    /// <summary>The expression with such currents by the names of their probes.</summary>
    private Expression Probed(Expression expression) => ExpressionTree.WithLeaves(expression, leaf => leaf switch
    {
        BranchCurrentExpression i when Needs(i.Element) => new BranchCurrentExpression(ProbeOf(i.Element)) { CurrentOf = elements[i.Element].Name },
        PhasorExpression p => p with { Quantity = Probed(p.Quantity) },
        _ => leaf,
    });

    private bool Needs(string name) => elements.TryGetValue(name, out var element) && !element.HasBranchCurrent && element is TwoTerminalElement or Diode or Mosfet or BipolarTransistor;

    private string ProbeOf(string name)
    {
        if (probes.TryGetValue(name, out var known))
            return known;
        var dot = name.LastIndexOf('.') + 1;
        var probe = $"{name[..dot]}Vi_{name[dot..]}";
        while (elements.ContainsKey(probe))
            probe += "_";
        return probes[name] = probe;
    }
}
