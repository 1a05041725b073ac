using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Results.Courses;

/// <summary>Looks for names of other measurements in a measurement, and changes nothing.</summary>
internal sealed class OpenNames(AnalysisKind analysis) : Placement
{
    private bool found;

    public static bool AreIn(Measurement measurement)
    {
        var search = new OpenNames(measurement.Analysis);
        measurement.Placed(search);
        return search.found;
    }

    /// <summary>The expression with a number for every name.</summary>
    public static Expression Closed(Expression expression, AnalysisKind analysis) => ExpressionTree.WithLeaves(expression, leaf => IsOpen(leaf, analysis) ? new NumberExpression(1) : leaf);

    /// <summary>Whether a leaf is neither a constant nor the axis of small signals.</summary>
    public static bool IsOpen(Expression leaf, AnalysisKind analysis) =>
        leaf is ParameterExpression p && NamedConstants.Find(p.Name) is null && !(analysis == AnalysisKind.SmallSignal && PhasorFormula.IsFrequency(p.Name));

    public override Expression Expression(Expression expression)
    {
        found |= ExpressionTree.Leaves(expression).Any(leaf => IsOpen(leaf, analysis));
        return expression;
    }

    public override ElementValue Value(ElementValue value)
    {
        found |= !value.IsNumber;
        return value;
    }

    public override NodeId Node(NodeId node) => node;

    public override string Element(string name) => name;

    public override string Model(string name) => name;
}
