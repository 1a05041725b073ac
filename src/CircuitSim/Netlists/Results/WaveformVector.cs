namespace CircuitSim.Netlists.Results;

/// <summary>A named quantity: <c>v(out)</c>, <c>i(V1)</c>, <c>time</c>, or a swept source under its own name.</summary>
/// <param name="Unit">SI unit.</param>
public sealed record WaveformVector(string Name, string Unit);
