using CircuitSim.Encodings;

namespace CircuitSim.Emulation.Networks;

/// <summary>y = Wᵀx + b over the last dimension of its input; the dimensions before it count samples.</summary>
/// <param name="weights">[(inputs + 1) × outputs], the bias as the last row.</param>
/// <param name="onlyMatrices">Refuses an input that is not [samples × inputs], where the layer means nothing else.</param>
public sealed class DenseOperator(WeightMatrix weights, bool onlyMatrices = false) : INetworkOperator
{
    public string Kind => "Gemm";

    public IReadOnlyList<WeightMatrix> Matrices { get; } = [weights];

    public IReadOnlyList<Tensor> Apply(IReadOnlyList<Tensor?> inputs, MatrixProduct product)
    {
        var x = inputs[0]!;
        var rows = weights.Rows - 1;
        if (x.Shape.Count == 0 || x.Shape[^1] != rows || (onlyMatrices && x.Shape.Count != 2))
            throw InvalidParameterException.WrongShape("input", x.ToString(), onlyMatrices ? $"[samples × {rows}]" : $"[… × {rows}]");
        return [new Tensor([.. x.Shape.SkipLast(1), weights.Outputs], product(0, x.Count / rows, x.Values))];
    }
}
