using CircuitSim.Encodings;

namespace CircuitSim.Emulation.Networks;

/// <summary>One function of each number.</summary>
/// <param name="kind">ONNX's word, or our own where ONNX has none.</param>
public sealed class ActivationOperator(string kind, Func<double, double> function) : INetworkOperator
{
    public static ActivationOperator Sigmoid { get; } = new("Sigmoid", y => 1 / (1 + Math.Exp(-y)));

    public static ActivationOperator Tanh { get; } = new("Tanh", Math.Tanh);

    public static ActivationOperator Relu { get; } = new("Relu", y => Math.Max(y, 0));

    public string Kind => kind;

    public IReadOnlyList<WeightMatrix> Matrices => [];

    public IReadOnlyList<Tensor> Apply(IReadOnlyList<Tensor?> inputs, MatrixProduct product) =>
        [new Tensor(inputs[0]!.Shape, Array.ConvertAll(inputs[0]!.Values.ToArray(), y => function(y)))];
}
