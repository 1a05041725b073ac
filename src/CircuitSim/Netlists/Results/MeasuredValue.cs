namespace CircuitSim.Netlists.Results;

/// <summary>What a .measure line gave.</summary>
/// <param name="Value">Null where the measurement failed.</param>
/// <param name="Unit">Of what was measured; "" where it has none, or none that is known.</param>
/// <param name="Why">Why it failed, as part of a sentence; null of one that has a value.</param>
public sealed record MeasuredValue(string Name, double? Value, string Unit, string? Why = null);
