using CircuitSim.Emulation.Networks;
using CircuitSim.Encodings;

namespace CircuitSim.Emulation.Onnx;

/// <summary>An operator whose weights come with the inputs of the network, as in the models that ONNX is tested with: no array can hold them.</summary>
/// <param name="slots">Which of its inputs are weights.</param>
/// <param name="build">The operator for given weights, which it asks for by their slots.</param>
internal sealed class GivenWeightsOperator(string kind, IReadOnlyList<int> slots, Func<Func<int, Tensor?>, INetworkOperator> build) : INetworkOperator
{
    public string Kind => kind;

    public IReadOnlyList<WeightMatrix> Matrices => [];

    public IReadOnlyList<Tensor> Apply(IReadOnlyList<Tensor?> inputs, MatrixProduct product)
    {
        var built = build(slot => inputs.ElementAtOrDefault(slot));
        return built.Apply([.. inputs.Where((_, slot) => !slots.Contains(slot))], (matrix, count, x) => Network.Multiply(built.Matrices[matrix], count, x.Span));
    }
}
