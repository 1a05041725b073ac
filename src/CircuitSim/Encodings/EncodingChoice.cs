namespace CircuitSim.Encodings;

/// <summary>An encoding as an option chooses it.</summary>
/// <param name="Word">Its name.</param>
/// <param name="ShortWord">As it may be typed, too.</param>
/// <param name="TakesBits">Whether a weight has bits; else a cell may have levels, or any conductance.</param>
/// <param name="StandardBits">Bits, or null for any conductance, where none are given.</param>
/// <param name="Of">For weights, by bits or levels (null for the standard), G_on and G_off [S].</param>
public sealed record EncodingChoice(string Word, string ShortWord, bool TakesBits, int? StandardBits, Func<WeightMatrix, int?, double, double, IEncoding> Of);
