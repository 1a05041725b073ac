namespace CircuitSim.Encodings;

/// <summary>
/// Two cells per weight, side by side: the left one holds what is positive, the right one what is negative, and
/// y_k = w_max (I_k₊ − I_k₋) / (V_read (G_on − G_off)), w_max the largest magnitude of the matrix. With levels a cell takes so
/// many equally spaced conductances, G_off and G_on among them, and the nearest is written: zero stays zero.
/// </summary>
public sealed class DifferentialPair : IEncoding
{
    /// <summary>As users type it.</summary>
    public const string Word = "differential-pair";

    private readonly ConductanceRange range;

    /// <param name="gOn">Conductance of the largest magnitude [S].</param>
    /// <param name="gOff">Conductance of zero [S]; zero is allowed.</param>
    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public DifferentialPair(double gOn, double gOff) => range = new ConductanceRange(gOn, gOff);

    public string Name => Word;

    /// <summary>Number of levels that a cell can take; null for any conductance.</summary>
    public int? Levels { get; init; }

    /// <exception cref="InvalidParameterException">There are fewer than two levels.</exception>
    public EncodedWeights Encode(WeightMatrix weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        double? last = Levels is { } levels ? InvalidParameterException.RequireAtLeast(levels, 2, "levels") - 1 : null;
        var largest = ColumnPairs.Largest([weights]);
        return ColumnPairs.Encode(weights, range, 1, [largest], (w, _) =>
        {
            var share = weights.Values[w] / largest;
            return last is { } n ? Math.Round(share * n, MidpointRounding.AwayFromZero) / n : share;
        });
    }
}
