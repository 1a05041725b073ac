namespace CircuitSim.Experiments;

/// <summary>How one of several studies ended: with a result, or with what kept it from one.</summary>
/// <param name="Fault">What happened and what to do about it; null where there is a result.</param>
public sealed record StudyOutcome(Study Study, StudyResult? Result, string? Fault, double Seconds);
