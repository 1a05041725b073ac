namespace CircuitSim.Encodings;

/// <summary>
/// Conductances that a device can be programmed to: [G_off, G_on] cut into equal bins, the level of each at its
/// middle (Halawani's quantization with its default edges and levels).
/// </summary>
public readonly record struct ConductanceLevels
{
    private const int MostLevels = 1 << 20;

    /// <exception cref="InvalidParameterException">Fewer than two levels, or a range that is none.</exception>
    public ConductanceLevels(int count, double gOff, double gOn)
    {
        if (count is < 2 or > MostLevels)
            throw InvalidParameterException.OutOfRange("levels", count, "", $"from 2 to {MostLevels}");
        Count = count;
        GOff = InvalidParameterException.RequireNonNegative(gOff, "S");
        GOn = double.IsFinite(gOn) && gOn > gOff ? gOn : throw InvalidParameterException.OutOfRange(nameof(gOn), gOn, "S", "finite and above gOff");
    }

    public int Count { get; }

    /// <summary>Lower edge of the first bin [S].</summary>
    public double GOff { get; }

    /// <summary>Upper edge of the last bin [S].</summary>
    public double GOn { get; }

    /// <summary>Width of a bin [S].</summary>
    public double Bin => (GOn - GOff) / Count;

    /// <summary>The level of the bin that holds a conductance; an edge belongs to the bin above it [S].</summary>
    public double Quantize(double conductance) => GOff + (BinOf(conductance) + 0.5) * Bin;

    /// <summary>Number of the bin that holds a conductance, from 0; what lies outside belongs to the outermost ones.</summary>
    public int BinOf(double conductance) => (int)Math.Clamp(Math.Floor((conductance - GOff) / Bin), 0, Count - 1);
}
