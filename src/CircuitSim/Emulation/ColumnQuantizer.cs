namespace CircuitSim.Emulation;

/// <summary>
/// The ideal transfer of a column's analog-to-digital converter: 2^b codes, 2^b − 1 equal steps from 0 to full scale,
/// nearest code, halves upwards, clipped at both ends. Tiles' currents are summed before they come here.
/// </summary>
public readonly record struct ColumnQuantizer
{
    private const int MostBits = 24;

    /// <param name="fullScale">
    /// The value of the last code, in the unit of the input [A]: the largest column current over the training set at
    /// zero wire resistance, never recalibrated.
    /// </param>
    /// <exception cref="InvalidParameterException">Bits are not 1 … 24, or full scale is not above zero.</exception>
    public ColumnQuantizer(int bits, double fullScale)
    {
        if (bits is < 1 or > MostBits)
            throw InvalidParameterException.OutOfRange("ADC bits", bits, "", $"from 1 to {MostBits}");
        Bits = bits;
        FullScale = InvalidParameterException.RequirePositive(fullScale, "A");
    }

    public int Bits { get; }

    /// <summary>The value of the last code [A].</summary>
    public double FullScale { get; }

    /// <summary>The last code, 2^b − 1.</summary>
    public int LargestCode => (1 << Bits) - 1;

    public int Code(double value) =>
        (int)Math.Clamp(Math.Floor(value / FullScale * LargestCode + 0.5), 0, LargestCode);

    /// <summary>The value that the code of <paramref name="value"/> stands for.</summary>
    public double Quantize(double value) => Code(value) * (FullScale / LargestCode);

    /// <summary>Quantizes values in place.</summary>
    public void Quantize(Span<double> values)
    {
        foreach (ref var value in values)
            value = Quantize(value);
    }
}
