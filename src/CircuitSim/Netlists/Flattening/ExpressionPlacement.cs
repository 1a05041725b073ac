using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Flattening;

/// <summary>Replaces expressions, and leaves all else.</summary>
internal sealed class ExpressionPlacement(Func<Expression, Expression> replace) : Placement
{
    public override NodeId Node(NodeId node) => node;

    public override ElementValue Value(ElementValue value) => value;

    public override string Element(string name) => name;

    public override string Model(string name) => name;

    public override Expression Expression(Expression expression) => replace(expression);
}
