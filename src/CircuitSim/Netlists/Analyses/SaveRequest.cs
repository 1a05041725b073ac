using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>One quantity of a <c>.save</c>: v(node), v(a,b) or i(element). Without any, everything is saved.</summary>
public sealed record SaveRequest(Expression Quantity) : Written;
