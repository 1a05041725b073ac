namespace CircuitSim.Netlists.Results;

/// <summary>What a .measure line gave.</summary>
/// <param name="Value">Null where the measurement failed.</param>
/// <param name="Unit">Of what was measured; "" where it has none, or none that is known.</param>
public sealed record MeasuredValue(string Name, double? Value, string Unit);
