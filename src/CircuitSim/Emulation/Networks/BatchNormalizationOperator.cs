using CircuitSim.Encodings;

namespace CircuitSim.Emulation.Networks;

/// <summary>
/// y = factor · x + offset, a factor and an offset for each channel: what a batch normalization (Ioffe and Szegedy, 2015, algorithm 2)
/// is once its network is trained. <see cref="Network.Folded"/> takes it into the matrix before it.
/// </summary>
public sealed class BatchNormalizationOperator : INetworkOperator
{
    /// <exception cref="InvalidParameterException">Not as many offsets as factors, or a number is not finite.</exception>
    public BatchNormalizationOperator(IReadOnlyList<double> factors, IReadOnlyList<double> offsets)
    {
        if (offsets.Count != factors.Count)
            throw InvalidParameterException.WrongShape(nameof(offsets), $"[{offsets.Count}]", $"[{factors.Count}]");
        foreach (var value in factors.Concat(offsets))
            InvalidParameterException.RequireFinite(value, "", "a channel's factor or offset");
        (Factors, Offsets) = ([.. factors], [.. offsets]);
    }

    public string Kind => "BatchNormalization";

    public IReadOnlyList<WeightMatrix> Matrices => [];

    /// <summary>[channels].</summary>
    public IReadOnlyList<double> Factors { get; }

    /// <summary>[channels].</summary>
    public IReadOnlyList<double> Offsets { get; }

    /// <summary>γ (x − mean) / √(variance + ε) + β; all [channels].</summary>
    /// <exception cref="InvalidParameterException">Shapes differ, or variance + ε is not above zero.</exception>
    public static BatchNormalizationOperator Of(IReadOnlyList<double> gamma, IReadOnlyList<double> beta, IReadOnlyList<double> mean, IReadOnlyList<double> variance, double epsilon)
    {
        if (beta.Count != gamma.Count || mean.Count != gamma.Count || variance.Count != gamma.Count)
            throw InvalidParameterException.WrongShape("batch normalization", $"[{gamma.Count}], [{beta.Count}], [{mean.Count}], [{variance.Count}]", "equal numbers of γ, β, means and variances");
        double[] factors = [.. gamma.Zip(variance, (g, v) => g / Math.Sqrt(InvalidParameterException.RequirePositive(v + epsilon, "", "variance + ε")))];
        return new BatchNormalizationOperator(factors, [.. beta.Select((b, c) => b - mean[c] * factors[c])]);
    }

    /// <param name="inputs">[samples × channels × …].</param>
    public IReadOnlyList<Tensor> Apply(IReadOnlyList<Tensor?> inputs, MatrixProduct product)
    {
        var x = inputs[0]!;
        if (x.Shape.Count < 2 || x.Shape[1] != Factors.Count)
            throw InvalidParameterException.WrongShape("input", x.ToString(), $"[samples × {Factors.Count} channels × …]");
        var (y, plane) = (x.Values.ToArray(), x.Count / Math.Max(x.Batch * Factors.Count, 1));
        for (var c = 0; c < x.Batch * Factors.Count; c++)
        {
            foreach (ref var value in y.AsSpan(c * plane, plane))
                value = value * Factors[c % Factors.Count] + Offsets[c % Factors.Count];
        }

        return [new Tensor(x.Shape, y)];
    }

    /// <summary>W' with W'ᵀx + b' = factor · (Wᵀx + b) + offset, its outputs being the channels from <paramref name="first"/> on.</summary>
    internal WeightMatrix Folded(WeightMatrix weights, int first) => new(weights.Rows, weights.Outputs, [.. Enumerable.Range(0, weights.Rows * weights.Outputs).Select(i =>
        weights.Values[i] * Factors[first + i % weights.Outputs] + (i / weights.Outputs == weights.Rows - 1 ? Offsets[first + i % weights.Outputs] : 0))]);
}
