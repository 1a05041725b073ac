namespace CircuitSim.Netlists.Expressions;

/// <summary>p(element): the power that flows into an element [W]. Flattening writes voltages and currents for it.</summary>
public sealed record PowerExpression(string Element) : Expression(0);
