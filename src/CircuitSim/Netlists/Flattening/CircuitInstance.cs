using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Flattening;

/// <summary>One placed copy of a circuit: its path, what its ports are joined to, and the values of its parameters.</summary>
/// <param name="definedIn">The instance of the circuit in which the definition stands; null at the top.</param>
/// <param name="path">"X1.X2." of the calls that led here; empty at the top.</param>
/// <param name="given">Parameters that the call sets.</param>
/// <param name="source">Whose options count.</param>
/// <param name="draws">Of all instances.</param>
/// <param name="multiplier">How many it stands for.</param>
internal sealed class CircuitInstance(
    CircuitScope scope, CircuitInstance? definedIn, string path, Dictionary<NodeId, NodeId> ports, IReadOnlyDictionary<string, double> given, Netlist source, RandomDraws draws, double multiplier = 1) : Placement
{
    private readonly Dictionary<string, double> values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Parameters whose values are being found, in the order in which they were asked for.</summary>
    private readonly List<string> pending = [];

    /// <summary>What is placed now, and how many random values it had.</summary>
    private (string Owner, int Appearances) drawn = ("", 0);

    private bool placesElement;

    public CircuitScope Scope => scope;

    /// <summary>The circuit in which the definition stands.</summary>
    public CircuitInstance? DefinedIn => definedIn;

    private string Path => path;

    private IReadOnlyDictionary<string, double> Given => given;

    /// <summary>Calls that led here.</summary>
    private int Level { get; init; }

    /// <summary>Whether conditions made it what it is.</summary>
    public bool HasChosen { get; private init; }

    /// <summary>How many of the same the instance stands for.</summary>
    public double Multiplier => multiplier;

    /// <summary>The top of a netlist, its conditions decided.</summary>
    public static CircuitInstance Top(Netlist netlist) =>
        new CircuitInstance(new CircuitScope(netlist), null, "", [], new Dictionary<string, double>(), netlist, new RandomDraws(netlist.Run)).Chosen();

    /// <summary>m of a call to a subcircuit without a parameter of that name is how many it stands for.</summary>
    public static bool IsMultiplier(Parameter given, Subcircuit definition) =>
        given.Name is "m" or "M" && !definition.Parameters.Any(p => p.Name is "m" or "M");

    public override NodeId Node(NodeId node)
    {
        // $G_VCC is global by its name, in PSpice and Xyce.
        if (path.Length == 0 || node.IsGround || Scope.GlobalNodes.Contains(node) || (node.Name[0] == '$' && node.Name.StartsWith("$G", StringComparison.OrdinalIgnoreCase)))
            return node;
        return ports.TryGetValue(node, out var outer) ? outer : new NodeId(path + node.Name);
    }

    /// <summary>Whether a placed node got its name here: at the top, or private to this instance.</summary>
    public bool Owns(NodeId placed) => path.Length == 0 || placed.Name.StartsWith(path, StringComparison.Ordinal);

    public override ElementValue Value(ElementValue value) => value.Expression is { } expression ? Number(expression) : value;

    public override string Element(string name) => path + name;

    public override string Model(string name)
    {
        for (var instance = this; instance is not null; instance = instance.DefinedIn)
        {
            if (instance.Scope.HasModel(name))
                return instance.Path + name;
        }

        return name;
    }

    public override bool HasModel(string name)
    {
        for (var instance = this; instance is not null; instance = instance.DefinedIn)
        {
            if (instance.Scope.HasModel(name))
                return true;
        }

        return false;
    }

    public override Expression Expression(Expression expression) => new ExpressionInlining(this, isOfElement: placesElement).Inline(expression);

    public override Expression? Law(ElementValue value)
    {
        if (value.Expression is not { } expression)
            return null;
        var law = Expression(expression);
        return ExpressionTree.Leaves(law).Any(leaf => leaf is NodeVoltageExpression or BranchCurrentExpression or TimeExpression) || ExpressionTree.Calls(law).Any(c => MemoryFunction.Is(c.Function)) ? law : null;
    }

    /// <summary>Whether any value of the netlist is random.</summary>
    public bool IsRandom => draws.Any;

    /// <summary>The stream of the next random value of what is placed now; null where every value is nominal.</summary>
    public RandomStream? NextStream() => draws.Next(path, drawn.Owner, drawn.Appearances++);

    public override ulong Seed() => draws.Seed(path, drawn.Owner, drawn.Appearances++);

    /// <summary>Whether any value follows the frequency of .ac.</summary>
    public bool FollowsFrequency => draws.FollowsFrequency;

    public double MinimumConductance => source.Options.MinimumConductance;

    /// <summary>The frequency of .ac for which the circuit is placed; without it that of its first point, or zero [Hz].</summary>
    public double Frequency()
    {
        draws.FollowsFrequency = true;
        return source.Options.Frequency ?? (source.Analyses.OfType<AcAnalysis>().FirstOrDefault()?.Sweep.Start is { IsNumber: true, Number: var first } ? first : 0);
    }

    public Element Placed(Element element)
    {
        placesElement = true;
        try
        {
            return At(element.Place, () => (element is SubcircuitCall call ? WithOwnValues(call) : element).Placed(path + element.Name, this), element.Name, element.Designation);
        }
        finally
        {
            placesElement = false;
        }
    }

    /// <summary>A value of a call sees the other values of the call before what stands around it, as in ngspice and Xyce.</summary>
    private SubcircuitCall WithOwnValues(SubcircuitCall call)
    {
        Parameter? Other(Parameter p, Expression leaf) => leaf is ParameterExpression n && !n.Name.Equals(p.Name, StringComparison.OrdinalIgnoreCase)
            ? call.Parameters.FirstOrDefault(o => o.Name.Equals(n.Name, StringComparison.OrdinalIgnoreCase)) : null;
        if (!call.Parameters.Any(p => p.Value.Expression is { } e && ExpressionTree.Leaves(e).Any(leaf => Other(p, leaf) is not null)))
            return call;
        var known = new Dictionary<Parameter, ElementValue>(ReferenceEqualityComparer.Instance);
        var open = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
        return call with { Parameters = [.. call.Parameters.Select(p => p with { Value = Found(p) })] };

        ElementValue Found(Parameter p)
        {
            if (p.Value.Expression is not { } expression)
                return p.Value;
            if (known.TryGetValue(p, out var value))
                return value;
            if (open.Count == CircuitScope.MostLevels)
                throw NetlistException.At(p.Place.Or(call.Place), $"parameter {p.Name} lies at the end of a chain of more than {CircuitScope.MostLevels} values of the call; write some of them as numbers.");
            open.Add(p);
            value = Value(new ElementValue(ExpressionTree.WithLeaves(expression, leaf => Other(p, leaf) is { } other && !open.Contains(other) ? Found(other).ToExpression() : leaf)));
            open.Remove(p);
            return known[p] = value;
        }
    }

    public ModelCard Placed(ModelCard card) => At(card.Place, () => PlacedCard(card), owner: $".model {card.Name}");

    private ModelCard PlacedCard(ModelCard card) => card with
    {
        Name = path + card.Name,
        Parameters = card.Parameters.Values.Any(CardValue.IsExpression)
            ? card.Parameters.ToDictionary(
                p => p.Key,
                p => CardValue.IsExpression(p.Value) ? SiText.Exact(Number(CardValue.Parse(p.Value))) : p.Value,
                StringComparer.OrdinalIgnoreCase)
            : card.Parameters,
    };

    /// <summary>The instance that a call places.</summary>
    /// <param name="placed">The call as this instance has it.</param>
    public CircuitInstance Call(SubcircuitCall call, SubcircuitCall placed)
    {
        var (owner, scope) = FindSubcircuit(call.Subcircuit);
        var joined = new Dictionary<NodeId, NodeId>();
        foreach (var (port, connection) in scope.Definition!.Ports.Zip(placed.Connections.Concat(scope.Definition.OptionalNodes.TakeLast(scope.Definition.Ports.Count - placed.Connections.Count).Select(owner.Node))))
        {
            // Here simulators differ: to ngspice the port is the global node, whatever the call says.
            if (scope.GlobalNodes.Contains(port) && port != connection)
                throw NetlistException.At(call.Place, $"{path}{call.Name} joins port {port} of subcircuit {call.Subcircuit} to node {connection}, but .global makes {port} the same node everywhere; rename one of the two.");
            if (port.IsGround && !connection.IsGround)
                throw NetlistException.At(call.Place, $"{path}{call.Name} joins port {port} of subcircuit {call.Subcircuit} to node {connection}, but 0 and gnd are ground everywhere; rename the port.");
            joined[port] = connection;
        }

        var many = placed.Parameters.FirstOrDefault(p => IsMultiplier(p, scope.Definition))?.Value.Number ?? 1;
        if (!(many > 0 && double.IsFinite(many)))
            throw NetlistException.BadValue($"{path}{call.Name}", "m", many, "", ElementRules.AboveZero, call.Place);
        if (Level == CircuitScope.MostLevels)
            throw NetlistException.TooDeep($"{path}{call.Name}", CircuitScope.MostLevels, call.Place);
        var parameters = placed.Parameters.Where(p => !IsMultiplier(p, scope.Definition)).ToDictionary(p => p.Name, p => p.Value.Number, StringComparer.OrdinalIgnoreCase);
        return new CircuitInstance(scope, owner, $"{path}{call.Name}.", joined, parameters, source, draws, multiplier * many) { Level = Level + 1 }.Chosen();
    }

    /// <summary>The same with those branches whose conditions hold here.</summary>
    private CircuitInstance Chosen()
    {
        var instance = this;
        while (instance.Scope.Conditionals is [var first, ..])
        {
            var (at, branch) = (instance, 0);
            while (branch < first.Branches.Count && first.Branches[branch] is { Condition: { } condition } open && at.At(open.Place, () => at.Value(condition).Number, owner: ".if") == 0)
                branch++;
            instance = new CircuitInstance(at.Scope.WithBranch(branch < first.Branches.Count ? branch : -1), definedIn, path, ports, given, source, draws, multiplier) { Level = Level, HasChosen = true };
        }

        return instance;
    }

    /// <summary>The value of a parameter as this instance sees it; null if none has the name.</summary>
    /// <exception cref="NetlistException">It depends on itself, or has no value.</exception>
    public double? FindParameter(string name)
    {
        for (var instance = this; instance is not null; instance = instance.DefinedIn)
        {
            if (instance.Given.TryGetValue(name, out var value))
                return value;
            if (instance.Scope.Parameters.TryGetValue(name, out var parameter))
                return instance.ValueOf(parameter);
        }

        return null;
    }

    /// <summary>Runs a step, and gives what it throws without a place the place it belongs to.</summary>
    /// <param name="name">Of the element or parameter; stands in messages.</param>
    /// <param name="owner">To whom random values in it belong.</param>
    public T At<T>(SourcePlace? place, Func<T> step, string? name = null, string? owner = null)
    {
        var outer = drawn;
        drawn = (owner ?? name ?? "", 0);
        try
        {
            return step();
        }
        catch (NetlistException e) when (e.Line == 0 && (place is { IsNone: false } || name is not null))
        {
            throw NetlistException.At(place, name is null ? e.What : $"{path}{name}: {e.What}");
        }
        finally
        {
            drawn = outer;
        }
    }

    private double Number(Expression expression) => BoundExpression.Constant(new ExpressionInlining(this, source.Options.Temperature, isOfElement: true).Inline(expression));

    private double ValueOf(Parameter parameter)
    {
        if (parameter.Value.IsNumber)
            return parameter.Value.Number;
        if (values.TryGetValue(parameter.Name, out var known))
            return known;
        if (pending.Contains(parameter.Name, StringComparer.OrdinalIgnoreCase))
        {
            var chain = pending.SkipWhile(p => !p.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase)).Append(parameter.Name);
            throw NetlistException.ParameterCycle(chain.Take(9), parameter.Place);
        }

        if (pending.Count == CircuitScope.MostLevels)
            throw NetlistException.At(parameter.Place, $"parameter {parameter.Name} lies at the end of a chain of more than {CircuitScope.MostLevels} parameters; write some of them as numbers.");
        pending.Add(parameter.Name);
        var value = At(parameter.Place, () => Number(parameter.Value.Expression!), parameter.Name, $".param {parameter.Name}");
        pending.RemoveAt(pending.Count - 1);
        values.Add(parameter.Name, value);
        return value;
    }

    private (CircuitInstance Owner, CircuitScope Scope) FindSubcircuit(string name)
    {
        var scope = Scope.FindSubcircuit(name)!;
        var owner = this;
        while (owner.Scope != scope.Parent)
            owner = owner.DefinedIn!;
        return (owner, scope);
    }
}
