using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Results.Courses;

namespace CircuitSim.Netlists.Flattening;

/// <summary>
/// Replaces every subcircuit call by the elements of its subcircuit, and every expression over parameters by its number.
/// R1 inside X1 becomes <c>X1.R1</c>, a private node <c>mid</c> becomes <c>X1.mid</c>, a model card of the subcircuit
/// <c>X1.card</c>, one level further down <c>X1.X2.R1</c>, <c>X1.X2.mid</c>, <c>X1.X2.card</c>. Ground is the same node
/// everywhere.
/// </summary>
public static class NetlistFlattening
{
    /// <summary>Deepest nesting of subcircuit calls.</summary>
    public const int MostLevels = CircuitScope.MostLevels;

    /// <summary>The same circuit without calls, parameters and functions, all its values checked numbers.</summary>
    /// <exception cref="NetlistException">
    /// A rule of <see cref="NetlistStructure"/> is broken, a parameter is missing or depends on itself, an element has a
    /// value that it cannot have, or refers to a node or branch that is not there.
    /// </exception>
    public static FlatNetlist Flatten(this Netlist netlist)
    {
        ArgumentNullException.ThrowIfNull(netlist);
        var top = CircuitInstance.Top(netlist);
        NetlistStructure.Check(top.Scope);
        var isFlat = IsFlat(netlist);
        var circuit = ComposedElements.WriteOut(SourcesTurnedOn.Applied(isFlat ? netlist : Expand(netlist, top)));
        if (!isFlat)
            circuit = StateUnits.Insert(MemoryNodes.Insert(circuit));
        circuit = ScaledSizes.Applied(circuit);
        circuit = BinnedCards.Applied(circuit);
        circuit = PassiveCards.Applied(circuit);
        if (circuit.Options.NominalTemperature is var nominal && nominal != MosfetCard.DefaultNominal)
            circuit = circuit with { Models = [.. circuit.Models.Select(m => MosfetCard.AtNominal(m, nominal))] };
        circuit = CurrentProbes.Insert(circuit);
        var flat = new FlatNetlist(netlist, WithRequested(WithSizes(circuit)), top);
        FlatNetlistRules.Check(flat);
        return flat;
    }

    /// <summary>The circuit alone, without a check of what its requests and sources refer to.</summary>
    internal static (Netlist Circuit, CircuitInstance Top) FlattenUnchecked(Netlist netlist)
    {
        var top = CircuitInstance.Top(netlist);
        NetlistStructure.Check(top.Scope);
        return (Expand(netlist with { Analyses = [], Prints = [], Saves = [], Measurements = [] }, top), top);
    }

    private static bool IsFlat(Netlist netlist)
    {
        if (netlist.Parameters.Count > 0 || netlist.Functions.Count > 0 || netlist.Subcircuits.Count > 0 || netlist.Conditionals.Count > 0
            || netlist.Measurements.Count > 0 || netlist.Prints.Count > 0 || netlist.Fouriers.Count > 0 || netlist.Spectra.Count > 0
            || netlist.Models.Any(m => m.Parameters.Values.Any(CardValue.IsExpression)))
        {
            return false;
        }

        var values = new ParameterSearch();
        foreach (var element in netlist.Elements)
        {
            // To place an element makes a copy of it, and most are resistors.
            if (element is not Resistor { Resistance.IsNumber: true, Temperature: null, Model: null })
                element.Placed(element.Name, values);
        }

        foreach (var analysis in netlist.Analyses)
            analysis.Placed(values);
        foreach (var condition in netlist.InitialConditions)
            values.Value(condition.Voltage);
        foreach (var set in netlist.NodeSets)
            values.Value(set.Voltage);
        return !values.Found;
    }

    /// <summary>Every M has all its sizes.</summary>
    private static Netlist WithSizes(Netlist netlist)
    {
        if (!netlist.Elements.Any(e => e is Mosfet))
            return netlist;
        var cards = new Dictionary<string, ModelCard>(StringComparer.OrdinalIgnoreCase);
        foreach (var card in netlist.Models)
            cards.TryAdd(card.Name, card);
        return netlist with { Elements = [.. netlist.Elements.Select(e => e is Mosfet m ? m.WithSizes(cards.GetValueOrDefault(m.Model), netlist.Options) : e)] };
    }

    private static Netlist Expand(Netlist netlist, CircuitInstance top)
    {
        var expansion = new Expansion();
        expansion.Place(top);
        var swept = SweptParameters(netlist);
        return netlist with
        {
            Steps = [],
            Elements = expansion.Elements,
            Models = expansion.Models,
            Subcircuits = [],
            Conditionals = [],
            Run = RandomRun.Nominal,
            GlobalNodes = [],
            Parameters = [],
            Functions = [],
            Analyses = [.. netlist.Analyses.Select(a => top.At(a.Place, () => a.Placed(top), owner: $".{a.Kind}"))],
            InitialConditions = expansion.InitialConditions,
            NodeSets = expansion.NodeSets,
            Prints = [.. netlist.Prints.Select(p => p with { Quantities = [.. p.Quantities.Select(q => top.At(p.Place, () => top.Expression(q)))] })],
            Measurements = [.. netlist.Measurements.Select(m => top.At(m.Place, () => m.Placed(new MeasurementPlacement(top, FlatNetlistRules.Before(m, netlist.Measurements), m.Analysis == AnalysisKind.DcSweep ? swept : [])), owner: $".measure {m.Name}"))],
            Fouriers = [.. netlist.Fouriers.Select(f => top.At(f.Place, () => f.Placed(top)))],
            Spectra = [.. netlist.Spectra.Select(s => top.At(s.Place, () => s.Placed(top)))],
        };
    }

    /// <summary>The parameters that a .dc sweeps, and those made of them.</summary>
    private static HashSet<string> SweptParameters(Netlist netlist)
    {
        var swept = netlist.Analyses.OfType<DcSweepAnalysis>().SelectMany(a => a.Axes).Select(axis => axis.Source).ToHashSet(StringComparer.OrdinalIgnoreCase);
        swept.IntersectWith(netlist.Parameters.Select(p => p.Name));
        for (var count = 0; count < swept.Count;)
        {
            count = swept.Count;
            swept.UnionWith(netlist.Parameters.Where(p => p.Value.Expression is { } e && ExpressionTree.Leaves(e).Any(leaf => leaf is ParameterExpression q && swept.Contains(q.Name))).Select(p => p.Name).ToList());
        }

        return swept;
    }

    /// <summary>The top level, beside whose parameters values may name measurements that are known later, but not what a sweep gives another value at each point.</summary>
    private sealed class MeasurementPlacement(CircuitInstance top, List<string> measured, HashSet<string> swept) : Placement
    {
        public override ElementValue Value(ElementValue value) => value.Expression is { } expression && Expression(expression) is var placed
            && ExpressionTree.Leaves(placed).Any(leaf => leaf is ParameterExpression p && measured.Contains(p.Name, StringComparer.OrdinalIgnoreCase))
                ? new ElementValue(placed) : top.Value(value);

        public override NodeId Node(NodeId node) => top.Node(node);

        public override string Element(string name) => top.Element(name);

        public override string Model(string name) => top.Model(name);

        public override Expression Expression(Expression expression) =>
            ExpressionTree.Leaves(expression).OfType<ParameterExpression>().FirstOrDefault(p => swept.Contains(p.Name)) is { } moved
                ? throw NetlistException.Because($"a .dc gives {moved.Name} another value at each point, and a measurement knows but one; measure a voltage that follows it, such as v(n) of B1 n 0 V={{{moved.Name}}}.")
                : top.Expression(expression);
    }

    /// <summary>Looks for values that are no numbers yet, and changes nothing.</summary>
    private sealed class ParameterSearch : Placement
    {
        public bool Found { get; private set; }

        public override NodeId Node(NodeId node) => node;

        public override ElementValue Value(ElementValue value)
        {
            Found |= !value.IsNumber;
            return value;
        }

        public override ulong Seed()
        {
            Found = true;
            return 0;
        }

        public override string Element(string name) => name;

        public override string Model(string name) => name;

        public override Expression Expression(Expression expression)
        {
            // Parameters and functions are told from the built-in ones when the expression is placed.
            Found = true;
            return expression;
        }
    }

    /// <summary>What .print, .measure, .four and .fft need beside the quantities of .save, without which everything is saved.</summary>
    private static Netlist WithRequested(Netlist flat)
    {
        if (flat.Saves.Count == 0)
            return flat;
        var requested = flat.Prints.SelectMany(p => p.Quantities.Select(q => (Quantity: q, p.Analysis, p.Place)))
            .Concat(flat.Measurements.SelectMany(m => m.Quantities.Select(q => (Quantity: OpenNames.Closed(q, m.Analysis), m.Analysis, m.Place))))
            .Concat(flat.Fouriers.SelectMany(f => f.Quantities.Select(q => (Quantity: q, Analysis: AnalysisKind.Transient, f.Place))))
            .Concat(flat.Spectra.Select(s => (s.Quantity, Analysis: AnalysisKind.Transient, s.Place)));
        return flat with
        {
            Saves = [.. flat.Saves, .. requested.Where(r => r.Analysis != AnalysisKind.Noise).SelectMany(r => Controls(r.Quantity, r.Analysis).Select(c => new SaveRequest(c) { Place = r.Place }))
                .DistinctBy(s => s.Quantity).Where(s => !flat.Saves.Any(given => given.Quantity == s.Quantity))],
        };
    }

    /// <summary>None of what cannot be: the rules say why.</summary>
    private static IReadOnlyList<Expression> Controls(Expression quantity, AnalysisKind analysis)
    {
        try
        {
            return analysis == AnalysisKind.SmallSignal ? PhasorFormula.Bind(quantity).Controls : BoundExpression.Bind(quantity).Controls;
        }
        catch (NetlistException)
        {
            return [];
        }
    }

    private sealed class Expansion
    {
        private readonly HashSet<string> elementNames = new(StringComparer.OrdinalIgnoreCase);

        /// <summary>The instance in which each dotted node got its name: one name from two instances is a clash.</summary>
        private readonly Dictionary<NodeId, CircuitInstance> origins = [];

        /// <summary>Cards of switches that stand for several, by the flat name of the card and their number.</summary>
        private readonly Dictionary<(string Card, double Count), string> multipliedCards = [];

        private long size, chosen;

        public List<Element> Elements { get; } = [];

        public List<ModelCard> Models { get; } = [];

        public List<InitialCondition> InitialConditions { get; } = [];

        public List<NodeSetRequest> NodeSets { get; } = [];

        public void Place(CircuitInstance instance)
        {
            // What conditions add was not counted before.
            if ((size += instance.Scope.Elements.Count + 1L) > 2L * NetlistStructure.MostElements)
                throw NetlistException.TooLarge(NetlistStructure.MostElements, instance.Scope.Definition?.Place);
            // They cost as much without elements, and a circuit that calls itself twice doubles them at each level.
            if (instance.HasChosen && ++chosen > NetlistStructure.MostChosen)
                throw NetlistException.At(instance.Scope.Definition?.Place, $"the netlist expands to more than {NetlistStructure.MostChosen} calls of circuits with .if; simulate a part of it.");
            foreach (var card in instance.Scope.Models.Values)
                Models.Add(instance.Placed(card));
            foreach (var c in instance.Scope.InitialConditions)
                InitialConditions.Add(instance.At(c.Place, () => c with { Node = instance.Node(c.Node), Voltage = instance.Value(c.Voltage) }, owner: $".ic {c.Node}"));
            foreach (var s in instance.Scope.NodeSets)
                NodeSets.Add(instance.At(s.Place, () => s with { Node = instance.Node(s.Node), Voltage = instance.Value(s.Voltage) }, owner: $".nodeset {s.Node}"));
            foreach (var element in instance.Scope.Elements)
            {
                var placed = instance.Placed(element);
                RememberOrigins(placed, instance);
                if (element is SubcircuitCall call)
                {
                    Place(instance.Call(call, (SubcircuitCall)placed));
                    continue;
                }

                if (!elementNames.Add(placed.Designation))
                    throw NetlistException.DuplicateElement(placed.Name, element.Place);
                Elements.Add(instance.Multiplier == 1 ? placed : Multiplied(placed, instance));
            }
        }

        /// <summary>A switch has its resistances on its card: that of several is a card of its own.</summary>
        private Element Multiplied(Element placed, CircuitInstance instance) => instance.At(placed.Place, () => placed switch
        {
            VoltageSwitch s => s with { Model = MultipliedCard(s.Model, instance.Multiplier) },
            CurrentSwitch w => w with { Model = MultipliedCard(w.Model, instance.Multiplier) },
            _ => placed.Multiplied(instance.Multiplier),
        });

        private string MultipliedCard(string name, double count)
        {
            if (multipliedCards.TryGetValue((name, count), out var known))
                return known;
            var card = Models.First(m => m.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            var number = multipliedCards.Count + 1;
            while (Models.Any(m => m.Name.Equals($"{name}_m{number}", StringComparison.OrdinalIgnoreCase)))
                number++;
            Models.Add(SwitchCard.Multiplied(card, $"{name}_m{number}", count));
            return multipliedCards[(name, count)] = Models[^1].Name;
        }

        private void RememberOrigins(Element placed, CircuitInstance instance)
        {
            foreach (var node in placed.Nodes)
            {
                if (node.Name.Contains('.', StringComparison.Ordinal) && instance.Owns(node)
                    && !origins.TryAdd(node, instance) && origins[node] != instance)
                {
                    throw NetlistException.NodeNameClash(node.Name, placed.Place);
                }
            }
        }
    }
}
