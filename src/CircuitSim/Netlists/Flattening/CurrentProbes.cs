using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Flattening;

/// <summary>
/// Makes i(R1) and ib(Q1) currents that every engine has: at a terminal without a branch current that something refers to, a source
/// of 0 V is put in series, whose current is that into the terminal. What refers to it keeps the element's name. p(R1) becomes the sum of
/// voltage times current over the terminals.
/// </summary>
internal sealed class CurrentProbes
{
    /// <summary>Those that have a branch current, which most requests name; they need no probe.</summary>
    private readonly Dictionary<string, Element> branches = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All, once a request names another.</summary>
    private Dictionary<string, Element>? elements;

    /// <summary>Names of sources by element and terminal.</summary>
    private readonly Dictionary<string, SortedDictionary<int, string>> probes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Netlist flat;
    private bool hasPower;

    private CurrentProbes(Netlist flat)
    {
        this.flat = flat;
        foreach (var element in flat.Elements)
        {
            if (element.HasBranchCurrent)
                branches[element.Name] = element;
        }
    }

    private Dictionary<string, Element> Elements => elements ??= ElementsByName();

    /// <summary>The same netlist where nothing refers to such a current.</summary>
    public static Netlist Insert(Netlist flat)
    {
        if (flat is { Saves.Count: 0, Prints.Count: 0, Measurements.Count: 0, Fouriers.Count: 0, Spectra.Count: 0 } && !flat.Elements.Any(e => e is BehavioralSource) && !flat.Analyses.Any(a => a is SensitivityAnalysis))
            return flat;
        return new CurrentProbes(flat).Inserted();
    }

    private Netlist Inserted()
    {
        var changed = flat with
        {
            Elements = flat.Elements.Any(e => e is BehavioralSource) ? [.. flat.Elements.Select(e => e is BehavioralSource b ? b with { Value = Probed(b.Value) } : e)] : flat.Elements,
            Saves = [.. flat.Saves.Select(s => s with { Quantity = Probed(s.Quantity) })],
            Prints = [.. flat.Prints.Select(p => p with { Quantities = [.. p.Quantities.Select(q => Probed(q, p.Place, ".print"))] })],
            Analyses = [.. flat.Analyses.Select(a => a is SensitivityAnalysis s ? s with { Outputs = [.. s.Outputs.Select(o => Probed(o, s.Place, ".sens"))] } : a)],
            Measurements = [.. flat.Measurements.Select(m => m.Placed(new Renaming(this, m.Place, $".measure {m.Name}")))],
            Fouriers = [.. flat.Fouriers.Select(f => f.Placed(new Renaming(this, f.Place, ".four")))],
            Spectra = [.. flat.Spectra.Select(s => s.Placed(new Renaming(this, s.Place, ".fft")))],
        };
        return probes.Count == 0 && !hasPower ? flat : changed with { Elements = [.. WithProbes(changed.Elements)] };
    }

    private Dictionary<string, Element> ElementsByName()
    {
        var byName = new Dictionary<string, Element>(flat.Elements.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var element in flat.Elements)
        {
            // Of a memristor and a transistor of one name i() means the transistor, as ngspice would.
            if (element is not Memristor || !byName.ContainsKey(element.Name))
                byName[element.Name] = element;
        }

        return byName;
    }

    private Element? Find(string name) => branches.GetValueOrDefault(name) ?? Elements.GetValueOrDefault(name);

    private IEnumerable<Element> WithProbes(IReadOnlyList<Element> all)
    {
        var nodes = all.SelectMany(e => e.Nodes.Select(n => n.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var element in all)
        {
            var placed = element;
            if (probes.TryGetValue(element.Name, out var terminals) && (ReferenceEquals(Elements[element.Name], element) || element is BehavioralSource))
            {
                foreach (var (terminal, probe) in terminals)
                {
                    var name = $"{element.Name}_i{(terminal == 0 ? "" : element.Terminals[terminal])}";
                    while (!nodes.Add(name))
                        name += "_";
                    var inside = new NodeId(name);
                    yield return new VoltageSource(probe, element.Nodes[terminal], inside, 0) { CurrentOf = Named(element, terminal), Place = element.Place };
                    placed = placed.WithNode(terminal, inside);
                }
            }

            yield return placed;
        }
    }

    private static BranchCurrentExpression Named(Element element, int terminal) => new(element.Name) { Terminal = terminal == 0 ? null : element.Terminals[terminal] };

    /// <summary>The expression with such currents by the names of their probes.</summary>
    private Expression Probed(Expression expression) => ExpressionTree.WithLeaves(expression, leaf => leaf switch
    {
        BranchCurrentExpression i when Find(i.Element) is { } element && TerminalOf(element, i.Terminal) is { } terminal => Probe(element, terminal),
        PowerExpression p => Power(p.Element),
        // W is Xyce's other letter for power, and a memristor's state here.
        DeviceStateExpression w when Find(w.Element) is { } element and not Memristor && !flat.Elements.Any(e => e is Memristor && e.Name.Equals(w.Element, StringComparison.OrdinalIgnoreCase)) => Power(w.Element),
        PhasorExpression p => p with { Quantity = Probed(p.Quantity) },
        _ => leaf,
    });

    public static bool CanProbe(Element element) => element.Terminals.Length > 0;

    private Expression Probed(Expression expression, SourcePlace? place, string where)
    {
        try
        {
            return Probed(expression);
        }
        catch (NetlistException e) when (e.Line == 0 && place is { IsNone: false })
        {
            throw NetlistException.At(place, $"{where}: {e.What}");
        }
    }

    /// <summary>The index of a terminal by its letter or number; null of none.</summary>
    private static int? TerminalOf(Element element, char? letter)
    {
        var index = letter is null ? 0 : char.IsAsciiDigit(letter.Value) ? letter.Value - '1' : element.Terminals.IndexOf(letter.Value, StringComparison.Ordinal);
        return index >= 0 && index < element.Terminals.Length ? index : null;
    }

    private Expression Power(string name)
    {
        hasPower = true;
        if (Find(name) is not { Terminals.Length: > 0 } element)
            throw NetlistException.Because($"p({name}) is the power of an element, and the circuit has none of that name that takes power; check its name.");
        var reference = element.Terminals.Length == 1 ? 1 : 2;
        return Enumerable.Range(0, element.Terminals.Length).Where(k => k != reference)
            .Select(Expression (k) => new BinaryExpression(BinaryOperator.Multiply, new NodeVoltageExpression(element.Nodes[k], element.Nodes[reference]), Probe(element, k)))
            .Aggregate((sum, next) => new BinaryExpression(BinaryOperator.Add, sum, next));
    }

    private BranchCurrentExpression Probe(Element element, int terminal)
    {
        if (element.HasBranchCurrent)
            return new BranchCurrentExpression(element.Name);
        if (!probes.TryGetValue(element.Name, out var terminals))
            probes[element.Name] = terminals = [];
        if (!terminals.TryGetValue(terminal, out var probe))
        {
            var dot = element.Name.LastIndexOf('.') + 1;
            probe = $"{element.Name[..dot]}Vi{(terminal == 0 ? "" : element.Terminals[terminal])}_{element.Name[dot..]}";
            while (Elements.ContainsKey(probe))
                probe += "_";
            terminals[terminal] = probe;
        }

        return new BranchCurrentExpression(probe) { CurrentOf = Named(element, terminal) };
    }

    /// <summary>Renames in what is measured, and leaves all else.</summary>
    private sealed class Renaming(CurrentProbes owner, SourcePlace? place, string where) : Placement
    {
        public override NodeId Node(NodeId node) => node;

        public override ElementValue Value(ElementValue value) => value;

        public override string Element(string name) => name;

        public override string Model(string name) => name;

        public override Expression Expression(Expression expression) => owner.Probed(expression, place, where);
    }
}
