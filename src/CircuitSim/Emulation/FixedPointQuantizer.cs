namespace CircuitSim.Emulation;

/// <summary>
/// Signed integers of b bits for real weights, Camponogara eq. 2:
/// Q(x) = min(max(round(x / sf), −2^(b−1)), 2^(b−1) − 1), halves rounded away from zero.
/// </summary>
public readonly record struct FixedPointQuantizer
{
    private const int MostBits = 16;

    /// <exception cref="InvalidParameterException">Bits are not 2 … 16.</exception>
    public FixedPointQuantizer(int bits)
    {
        if (bits is < 2 or > MostBits)
            throw InvalidParameterException.OutOfRange(nameof(bits), bits, "", $"from 2 to {MostBits}");
        Bits = bits;
    }

    public int Bits { get; }

    /// <summary>−2^(b−1).</summary>
    public int Minimum => -(1 << (Bits - 1));

    /// <summary>2^(b−1) − 1.</summary>
    public int Maximum => (1 << (Bits - 1)) - 1;

    /// <param name="scaleFactor">The weight that the integer 1 stands for.</param>
    public int Quantize(double x, double scaleFactor) =>
        (int)Math.Clamp(Math.Round(x / scaleFactor, MidpointRounding.AwayFromZero), Minimum, Maximum);

    /// <summary>Weights and bias with one scale factor.</summary>
    /// <exception cref="InvalidParameterException">The scale factor is not above zero.</exception>
    public QuantizedLayer Quantize(DenseLayer layer, double scaleFactor)
    {
        InvalidParameterException.RequirePositive(scaleFactor, "");
        var codes = new int[(layer.Inputs + 1) * layer.Outputs];
        var weights = layer.ToMatrix().Values;
        for (var i = 0; i < codes.Length; i++)
            codes[i] = Quantize(weights[i], scaleFactor);
        return new QuantizedLayer(this, layer.Inputs, layer.Outputs, scaleFactor, codes);
    }
}
