using CircuitSim.Encodings;

namespace CircuitSim.Emulation.Networks;

/// <summary>
/// max(0, min(x, ceiling)) in 2ᵏ − 1 equal steps, halves upwards: the activation of a neuron whose output is a code of k bits
/// (PACT: Choi et al., arXiv:1805.06085, eq. 2 and 3, with a ceiling that is given).
/// </summary>
public sealed class ClippedReluOperator : INetworkOperator
{
    /// <exception cref="InvalidParameterException">Bits are not 1 … 24, or the ceiling is not above zero.</exception>
    public ClippedReluOperator(int bits, double ceiling)
    {
        if (bits is < 1 or > 24)
            throw InvalidParameterException.OutOfRange(nameof(bits), bits, "", "from 1 to 24");
        (Bits, Ceiling) = (bits, InvalidParameterException.RequirePositive(ceiling, ""));
    }

    /// <summary>Our own word: ONNX has none.</summary>
    public string Kind => "ClippedRelu";

    public IReadOnlyList<WeightMatrix> Matrices => [];

    public int Bits { get; }

    /// <summary>What the last code stands for.</summary>
    public double Ceiling { get; }

    public double Of(double x)
    {
        var steps = (1 << Bits) - 1;
        return Math.Floor(Math.Clamp(x, 0, Ceiling) / Ceiling * steps + 0.5) * (Ceiling / steps);
    }

    public IReadOnlyList<Tensor> Apply(IReadOnlyList<Tensor?> inputs, MatrixProduct product) =>
        [new Tensor(inputs[0]!.Shape, Array.ConvertAll(inputs[0]!.Values.ToArray(), Of))];
}
