namespace CircuitSim.Encodings;

/// <summary>
/// Zanotti, Pavan and Puglisi: binary weights ±α, a pair of cells in opposite states for each. LRS left of HRS is +α, HRS left of
/// LRS is −α, and y_k = α (I_k₊ − I_k₋) / (V_read (G_on − G_off)). A weight of zero, which stands where a network has none, is a
/// pair of HRS; of any other the sign is kept.
/// </summary>
public sealed class BinaryPair : IEncoding
{
    /// <summary>As users type it.</summary>
    public const string Word = "binary-pair";

    private readonly ConductanceRange range;

    /// <param name="magnitude">α.</param>
    /// <param name="gOn">Conductance of the LRS [S].</param>
    /// <param name="gOff">Conductance of the HRS [S]; zero is allowed.</param>
    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public BinaryPair(double magnitude, double gOn, double gOff)
    {
        Magnitude = InvalidParameterException.RequirePositive(magnitude, "");
        range = new ConductanceRange(gOn, gOff);
    }

    /// <summary>With α the mean magnitude of the weights that are not zero, which leaves the least squared error.</summary>
    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public static BinaryPair Covering(WeightMatrix weights, double gOn, double gOff)
    {
        double[] magnitudes = [.. weights.Values.ToArray().Where(w => w != 0).Select(Math.Abs)];
        // The mean of equal numbers can differ from them by a rounding.
        var isBinary = magnitudes.Length == 0 || magnitudes.Min() == magnitudes.Max();
        return new BinaryPair(isBinary ? magnitudes.FirstOrDefault(1) : magnitudes.Average(), gOn, gOff);
    }

    public string Name => Word;

    /// <summary>α.</summary>
    public double Magnitude { get; }

    public EncodedWeights Encode(WeightMatrix weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return ColumnPairs.Encode(weights, range, 1, [Magnitude], (w, _) => Math.Sign(weights.Values[w]));
    }
}
