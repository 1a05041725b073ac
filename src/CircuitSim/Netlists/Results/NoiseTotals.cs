namespace CircuitSim.Netlists.Results;

/// <summary>Noise over all frequencies of a <c>.noise</c>, as root mean squares.</summary>
/// <param name="Output">[V]</param>
/// <param name="Input">[V] or [A]</param>
/// <param name="InputUnit">"V" or "A".</param>
public sealed record NoiseTotals(double Output, double Input, string InputUnit);
