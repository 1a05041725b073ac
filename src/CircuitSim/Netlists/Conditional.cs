namespace CircuitSim.Netlists;

/// <summary><c>.if … .elseif … .else … .endif</c>: the first branch whose condition holds where its circuit is placed belongs to it.</summary>
public sealed record Conditional(IReadOnlyList<ConditionalBranch> Branches) : Written;
