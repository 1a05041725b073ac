using CircuitSim.Encodings;

namespace CircuitSim.Emulation.Networks;

/// <summary>
/// One kind of node of a network. Weights that an array can hold are its <see cref="Matrices"/>, and it multiplies by them through the
/// product that it is given: a convolution by its patches, a recurrent layer step by step. All else is digital and exact.
/// </summary>
public interface INetworkOperator
{
    /// <summary>ONNX's word for it, e.g. Conv.</summary>
    string Kind { get; }

    /// <summary>With the bias as the last row, zeros where there is none; empty where no array computes it.</summary>
    IReadOnlyList<WeightMatrix> Matrices { get; }

    /// <param name="inputs">As the node names them; null for an optional one that is left out.</param>
    /// <param name="product">By <see cref="Matrices"/>.</param>
    /// <exception cref="InvalidParameterException">Shapes do not fit; the network adds the name of the node.</exception>
    IReadOnlyList<Tensor> Apply(IReadOnlyList<Tensor?> inputs, MatrixProduct product);
}
