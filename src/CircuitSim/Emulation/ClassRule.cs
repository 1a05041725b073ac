namespace CircuitSim.Emulation;

/// <summary>
/// Which class a vector of outputs stands for, the same in every path: the lowest index among the outputs that lie
/// within 1e-9 of full scale of the largest. Quantized weights make outputs equal more often than not in a thousand
/// images; without the rule, the rounding of whichever path computed them would decide.
/// </summary>
/// <param name="FullScale">
/// The largest magnitude that an output can reach, in the unit of the outputs:
/// <see cref="DenseLayer.OutputFullScale"/> of the ideal layer, also where a circuit computed the outputs.
/// </param>
public readonly record struct ClassRule(double FullScale)
{
    private const double RelativeTolerance = 1e-9;

    /// <exception cref="InvalidParameterException">An output is not finite.</exception>
    public int Classify(ReadOnlySpan<double> outputs)
    {
        var threshold = TieThreshold(outputs);
        var k = 0;
        while (outputs[k] < threshold)
            k++;
        return k;
    }

    /// <summary>Whether more than one output counts as the largest.</summary>
    /// <exception cref="InvalidParameterException">An output is not finite.</exception>
    public bool IsTie(ReadOnlySpan<double> outputs)
    {
        var threshold = TieThreshold(outputs);
        var largest = 0;
        foreach (var y in outputs)
        {
            if (y >= threshold)
                largest++;
        }

        return largest > 1;
    }

    private double TieThreshold(ReadOnlySpan<double> outputs)
    {
        var largest = double.NegativeInfinity;
        foreach (var y in outputs)
            largest = Math.Max(largest, InvalidParameterException.RequireFinite(y, "", "network output"));
        return largest - RelativeTolerance * FullScale;
    }
}
