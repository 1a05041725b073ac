namespace CircuitSim.Netlists.Results;

/// <summary>What a .measure line gave.</summary>
/// <param name="Value">In the unit of what was measured; null where the measurement failed.</param>
public sealed record MeasuredValue(string Name, double? Value);
