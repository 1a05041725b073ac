namespace CircuitSim.Netlists.Expressions;

/// <summary>A parameter, or within a .func an argument; case does not matter.</summary>
public sealed record ParameterExpression(string Name) : Expression(0);
