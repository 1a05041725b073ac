namespace CircuitSim.Experiments.Studies;

/// <summary>What a read of a user's network has beside its cells at their targets.</summary>
internal readonly record struct InferEffects(bool IsVaried, bool IsWired, bool IsQuantized);
