namespace CircuitSim.Netlists;

/// <summary>One branch of a <see cref="Conditional"/>.</summary>
/// <param name="Condition">Over parameters, zero if it does not hold; null of .else.</param>
/// <param name="Part">What it adds to the circuit; without ports, and its name says nothing.</param>
public sealed record ConditionalBranch(ElementValue? Condition, Subcircuit Part) : Written;
