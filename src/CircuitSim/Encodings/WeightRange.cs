namespace CircuitSim.Encodings;

/// <summary>From the least to the greatest weight, zero always inside: w_min = min(0, min W), w_max = max(0, max W).</summary>
public readonly record struct WeightRange
{
    private WeightRange(double least, double greatest)
    {
        Least = least;
        // Weights that are all zero need no range, but a division by its width.
        Greatest = greatest > least ? greatest : 1;
    }

    /// <summary>w_min, not above zero.</summary>
    public double Least { get; }

    /// <summary>w_max, not below zero.</summary>
    public double Greatest { get; }

    public double Width => Greatest - Least;

    /// <summary>[−max |w|, max |w|].</summary>
    public WeightRange Symmetric => new(-Math.Max(-Least, Greatest), Math.Max(-Least, Greatest));

    /// <summary>Over all weights of all matrices: the scope "global".</summary>
    public static WeightRange Of(params IEnumerable<WeightMatrix> matrices)
    {
        double least = 0, greatest = 0;
        foreach (var matrix in matrices)
        {
            foreach (var w in matrix.Values)
                (least, greatest) = (Math.Min(least, w), Math.Max(greatest, w));
        }

        return new WeightRange(least, greatest);
    }

    /// <summary>Over one output's weights.</summary>
    public static WeightRange OfOutput(WeightMatrix matrix, int output)
    {
        double least = 0, greatest = 0;
        for (var i = 0; i < matrix.Rows; i++)
            (least, greatest) = (Math.Min(least, matrix[i, output]), Math.Max(greatest, matrix[i, output]));
        return new WeightRange(least, greatest);
    }
}
