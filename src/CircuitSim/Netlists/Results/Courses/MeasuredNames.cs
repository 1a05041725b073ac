using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Results.Courses;

/// <summary>What measurements gave, by name: those that follow them may refer to it.</summary>
internal sealed class MeasuredNames : Placement
{
    private readonly Dictionary<string, double?> found = new(StringComparer.OrdinalIgnoreCase);

    public void Clear() => found.Clear();

    public void Add(string name, double? value) => found[name] = value;

    /// <summary>Whether a measurement of the name is known and has no value.</summary>
    public bool HasFailed(string name) => found.TryGetValue(name, out var value) && value is null;

    /// <summary>The number that a name stands for; the same leaf where it is none.</summary>
    public Expression Fill(Expression leaf) => leaf is ParameterExpression p && found.GetValueOrDefault(p.Name) is { } value ? new NumberExpression(value) : leaf;

    public override Expression Expression(Expression expression) => ExpressionTree.WithLeaves(expression, Fill);

    /// <exception cref="NetlistException">A measurement that the value needs has none.</exception>
    public override ElementValue Value(ElementValue value) => value.Expression is { } expression ? BoundExpression.Constant(Expression(expression)) : value;

    public override NodeId Node(NodeId node) => node;

    public override string Element(string name) => name;

    public override string Model(string name) => name;
}
