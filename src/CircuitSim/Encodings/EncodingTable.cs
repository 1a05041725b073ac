namespace CircuitSim.Encodings;

/// <summary>All encodings, by the words under which users choose them.</summary>
public static class EncodingTable
{
    public static IReadOnlyList<EncodingChoice> All { get; } =
    [
        new(OffsetColumn.Word, "offset", false, null, (_, levels, gOn, gOff) => new OffsetColumn(gOn, gOff) { Levels = levels }),
        new(TwosComplement.Word, "two-complement", true, 4, (weights, bits, gOn, gOff) => TwosComplement.Covering(weights, bits ?? 4, gOn, gOff)),
        new(BitSliced.Word, BitSliced.Word, true, 8, (weights, bits, gOn, gOff) => BitSliced.Covering([weights], bits ?? 8, gOn, gOff)),
        new(DifferentialPair.Word, "differential", false, null, (_, levels, gOn, gOff) => new DifferentialPair(gOn, gOff) { Levels = levels }),
        new(BinaryPair.Word, "binary", true, 1, (weights, bits, gOn, gOff) => bits is null or 1
            ? BinaryPair.Covering(weights, gOn, gOff)
            : throw InvalidParameterException.OutOfRange("bits", bits.Value, "", "1 for binary weights")),
    ];

    /// <exception cref="InvalidParameterException">No encoding has that word.</exception>
    public static EncodingChoice Find(string word) =>
        All.FirstOrDefault(e => e.Word == word || e.ShortWord == word)
        ?? throw InvalidParameterException.Because("encoding", $"encoding: '{word}' is not one of {string.Join(", ", All.Select(e => e.Word))}.");
}
