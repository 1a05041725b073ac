namespace CircuitSim.Engine;

/// <summary>The part of <see cref="IntegrationHistory"/> that the target does not hold.</summary>
internal sealed record HistorySnapshot(double[] Second, double[] Third, double LastStep, double StepBefore, int Unjudged);
