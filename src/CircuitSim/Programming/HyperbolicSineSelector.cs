using CircuitSim.Netlists;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Programming;

/// <summary>i = a · sinh(b v).</summary>
/// <param name="A">a [A].</param>
/// <param name="B">b [1/V].</param>
public sealed record HyperbolicSineSelector(double A, double B) : Selector
{
    public override Expression Current(NodeId positive, NodeId negative) =>
        Expression.Parse(FormattableString.Invariant($"{A:R}*sinh({B:R}*v({positive},{negative}))"));

    public override double VoltageAt(double current) => Math.Asinh(current / A) / B;

    public override Selector Validated()
    {
        InvalidParameterException.RequirePositive(A, "A", "selector a");
        InvalidParameterException.RequirePositive(B, "1/V", "selector b");
        return this;
    }
}
