using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Flattening;

/// <summary>One placed copy of a circuit: its path, what its ports are joined to, and the values of its parameters.</summary>
/// <param name="definedIn">The instance of the circuit in which the definition stands; null at the top.</param>
/// <param name="path">"X1.X2." of the calls that led here; empty at the top.</param>
/// <param name="given">Parameters that the call sets.</param>
/// <param name="temperature">[°C]</param>
internal sealed class CircuitInstance(
    CircuitScope scope, CircuitInstance? definedIn, string path, Dictionary<NodeId, NodeId> ports, IReadOnlyDictionary<string, double> given, double temperature) : Placement
{
    private readonly Dictionary<string, double> values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Parameters whose values are being found, in the order in which they were asked for.</summary>
    private readonly List<string> pending = [];

    public CircuitScope Scope => scope;

    /// <summary>The circuit in which the definition stands.</summary>
    public CircuitInstance? DefinedIn => definedIn;

    private string Path => path;

    private IReadOnlyDictionary<string, double> Given => given;

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

    public override Expression Expression(Expression expression) => new ExpressionInlining(this).Inline(expression);

    public override Expression? Law(ElementValue value)
    {
        if (value.Expression is not { } expression)
            return null;
        var law = Expression(expression);
        return ExpressionTree.Leaves(law).Any(leaf => leaf is NodeVoltageExpression or BranchCurrentExpression or TimeExpression) ? law : null;
    }

    public Element Placed(Element element) => At(element.Place, () => element.Placed(path + element.Name, this), element.Name);

    public ModelCard Placed(ModelCard card) => card with
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

        var parameters = placed.Parameters.ToDictionary(p => p.Name, p => p.Value.Number, StringComparer.OrdinalIgnoreCase);
        return new CircuitInstance(scope, owner, $"{path}{call.Name}.", joined, parameters, temperature);
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
    public T At<T>(SourcePlace? place, Func<T> step, string? name = null)
    {
        try
        {
            return step();
        }
        catch (NetlistException e) when (e.Line == 0 && (place is { IsNone: false } || name is not null))
        {
            throw NetlistException.At(place, name is null ? e.What : $"{path}{name}: {e.What}");
        }
    }

    private double Number(Expression expression) => BoundExpression.Constant(new ExpressionInlining(this, temperature).Inline(expression));

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
        var value = At(parameter.Place, () => Number(parameter.Value.Expression!), parameter.Name);
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
