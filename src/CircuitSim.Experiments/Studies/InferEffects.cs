namespace CircuitSim.Experiments.Studies;

/// <summary>What a read of a user's network has beside its cells at their targets.</summary>
/// <param name="IsCompensated">With a gain for each column, measured behind the wires.</param>
/// <param name="IsQuantized">By ADCs, before the gains.</param>
internal readonly record struct InferEffects(bool IsVaried, bool IsWired, bool IsCompensated, bool IsQuantized);
