namespace CircuitSim.Experiments.Reports;

/// <summary>An axis of a figure: what it shows and how values become positions.</summary>
/// <param name="Label">Quantity with its unit, e.g. "wire resistance per segment [Ω]".</param>
/// <param name="Scale">How values are spaced.</param>
/// <param name="Least">First value shown; null takes it from the data.</param>
/// <param name="Greatest">Last value shown; null takes it from the data.</param>
/// <param name="IsCount">Whether only whole numbers mean anything on it.</param>
public sealed record SvgAxis(string Label, SvgScale Scale = SvgScale.Linear, double? Least = null, double? Greatest = null, bool IsCount = false);
