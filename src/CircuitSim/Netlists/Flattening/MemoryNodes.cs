using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Flattening;

/// <summary>
/// Gives functions with memory the nodes that remember, of elements that every engine has:
/// <code>
/// ddt(x)        a source of the voltage x across 1 F: the current that it gives
/// sdt(x, x0)    1 F that a source of the current x fills: its voltage; while time is zero it is held at x0
/// spice_sin(…)  the voltage of a source
/// </code>
/// So both are integrated as every other charge is, ddt is zero at an operating point, and sdt has its start there.
/// </summary>
internal sealed class MemoryNodes
{
    private const int MostArguments = 4;

    /// <summary>Of an integral that is reset [1/s].</summary>
    private const double ResetRate = 1e9;

    private readonly Netlist flat;
    private readonly HashSet<string> names;
    private readonly List<Element> added = [];
    private readonly Dictionary<CallExpression, Expression> known = [];
    private readonly Lazy<Dictionary<NodeId, double>> starts;

    private MemoryNodes(Netlist flat)
    {
        this.flat = flat;
        names = flat.Elements.SelectMany(e => e.Nodes.Select(n => n.Name).Append(e.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        // Of two for one node the last counts.
        starts = new(() => flat.InitialConditions.GroupBy(c => c.Node).ToDictionary(c => c.Key, c => c.Last().Voltage.Number));
    }

    private bool UsesConditions => flat.Analyses.Any(a => a is TransientAnalysis { UseInitialConditions: true });

    /// <summary>The same netlist where no function remembers.</summary>
    public static Netlist Insert(Netlist flat)
    {
        var found = false;
        Expression Look(Expression expression) => ExpressionTree.WithCalls(expression, call =>
        {
            found |= MemoryFunction.Is(call.Function);
            return call;
        });

        foreach (var source in flat.Elements.OfType<BehavioralSource>())
            Look(source.Value);
        foreach (var quantity in flat.Prints.SelectMany(p => p.Quantities))
            Look(quantity);
        var looking = new ExpressionPlacement(Look);
        foreach (var measurement in flat.Measurements)
            measurement.Placed(looking);
        return found ? new MemoryNodes(flat).Inserted() : flat;
    }

    private Netlist Inserted()
    {
        var elements = new List<Element>(flat.Elements.Count);
        foreach (var element in flat.Elements)
        {
            elements.Add(element is BehavioralSource b ? b with { Value = Replaced(b.Value, b.Name, b.Place) } : element);
            elements.AddRange(added);
            added.Clear();
        }

        var changed = flat with
        {
            Prints = [.. flat.Prints.Select(p => p with { Quantities = [.. p.Quantities.Select(q => Replaced(q, "print", p.Place))] })],
            Measurements = [.. flat.Measurements.Select(m => m.Placed(new ExpressionPlacement(e => Replaced(e, m.Name, m.Place))))],
        };
        return changed with { Elements = [.. elements, .. added] };
    }

    private Expression Replaced(Expression expression, string owner, SourcePlace place)
    {
        known.Clear();
        try
        {
            return ExpressionTree.WithCalls(expression, call => !MemoryFunction.Is(call.Function) ? call
                : known.TryGetValue(call, out var same) ? same
                : known[call] = Remembered(call, owner, place));
        }
        catch (NetlistException e) when (e.Line == 0)
        {
            throw NetlistException.At(place, $"{owner}: {e.What}");
        }
    }

    private Expression Remembered(CallExpression call, string owner, SourcePlace place)
    {
        var function = call.Function.ToLowerInvariant();
        if (MemoryFunction.WaveformOf(call) is { } waveform)
        {
            var at = new NodeId(Free($"{owner}_{function}"));
            added.Add(new VoltageSource(Free($"{owner[..(owner.LastIndexOf('.') + 1)]}V{function}_{owner[(owner.LastIndexOf('.') + 1)..]}"), at, NodeId.Ground, waveform) { Place = place, IsMemory = true });
            return new NodeVoltageExpression(at, NodeId.Ground);
        }

        var (fewest, most) = function switch { "ddt" => (1, 2), "idtmod" => (3, MostArguments), _ => (1, 3) };
        var arguments = call.Arguments;
        if (arguments.Count < fewest || arguments.Count > most)
            throw NetlistException.Because($"{function}() takes {fewest} to {most} arguments, not {arguments.Count}.");
        var dot = owner.LastIndexOf('.') + 1;
        var node = new NodeId(Free($"{owner}_{function}"));
        var (source, capacitor) = (Free($"{owner[..dot]}B{function}_{owner[dot..]}"), Free($"{owner[..dot]}C{function}_{owner[dot..]}"));
        if (function == "ddt")
        {
            added.Add(new BehavioralSource(source, node, NodeId.Ground, BehavioralQuantity.Voltage, arguments[0]) { Place = place, IsMemory = true });
            added.Add(new Capacitor(capacitor, node, NodeId.Ground, 1, StartOf(arguments[^1])) { Place = place });
            return new UnaryExpression(UnaryOperator.Minus, new BranchCurrentExpression(source));
        }

        var start = arguments.Count > 1 ? BoundExpression.Constant(arguments[1]) : 0;
        var state = new NodeVoltageExpression(node, NodeId.Ground);
        var held = new BinaryExpression(BinaryOperator.Subtract, new NumberExpression(start), state);
        // While LTspice's third argument is true, the integral is drawn back to its start.
        var driven = function is "sdt" or "idt" && arguments.Count > 2
            ? new ConditionalExpression(arguments[2], new BinaryExpression(BinaryOperator.Multiply, new NumberExpression(ResetRate), held), arguments[0])
            : arguments[0];
        var rate = new ConditionalExpression(new BinaryExpression(BinaryOperator.Greater, new TimeExpression(), new NumberExpression(0)), driven, held);
        added.Add(new BehavioralSource(source, NodeId.Ground, node, BehavioralQuantity.Current, rate) { Place = place, IsMemory = true });
        added.Add(new Capacitor(capacitor, node, NodeId.Ground, 1, UsesConditions ? start : null) { Place = place });
        return function == "idtmod" ? Wrapped(state, arguments[2], arguments.Count > 3 ? arguments[3] : new NumberExpression(0)) : state;
    }

    /// <summary>x − m floor((x − o) / m).</summary>
    private static BinaryExpression Wrapped(Expression x, Expression modulus, Expression offset) => new(BinaryOperator.Subtract, x,
        new BinaryExpression(BinaryOperator.Multiply, modulus,
            new CallExpression("floor", [new BinaryExpression(BinaryOperator.Divide, new BinaryExpression(BinaryOperator.Subtract, x, offset), modulus)])));

    /// <summary>What a transient with uic starts from: the value where nodes have the voltages of .ic, or zero.</summary>
    private ElementValue? StartOf(Expression expression)
    {
        if (!UsesConditions)
            return null;
        var value = BoundExpression.Bind(ExpressionTree.WithLeaves(expression, leaf => leaf switch
        {
            NodeVoltageExpression v => new NumberExpression(starts.Value.GetValueOrDefault(v.Positive) - starts.Value.GetValueOrDefault(v.Negative)),
            BranchCurrentExpression => new NumberExpression(0),
            _ => leaf,
        })).Evaluate([], 0, flat.Options.Temperature, []);
        return double.IsFinite(value) && value != 0 ? value : null;
    }

    private string Free(string name)
    {
        while (!names.Add(name))
            name += "_";
        return name;
    }
}
