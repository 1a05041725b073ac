namespace CircuitSim.Engine;

/// <summary>What a transient has cost so far.</summary>
public sealed record TransientStatistics(long AcceptedSteps, long RejectedSteps, long NewtonIterations, long Factorizations);
