namespace CircuitSim.Netlists;

/// <summary>A named value; names are compared without case.</summary>
public sealed record Parameter(string Name, ElementValue Value) : Written;
