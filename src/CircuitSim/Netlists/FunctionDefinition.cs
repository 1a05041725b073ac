using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists;

/// <summary>A <c>.func name(a, b) {body}</c>; in the body an argument hides a parameter of its name.</summary>
public sealed record FunctionDefinition(string Name, IReadOnlyList<string> Arguments, Expression Body) : Written;
