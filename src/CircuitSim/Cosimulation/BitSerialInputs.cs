using CircuitSim.Emulation.Networks;

namespace CircuitSim.Cosimulation;

/// <summary>
/// Inputs bit by bit, so that rows need no converter but a switch: x is rounded to a code of k bits, each bit of all inputs is one
/// read of the array, and the reads are shifted and added,
/// <code>y = step · Σ_b c_b (Wᵀ bit_b + b) + (1 − step · Σ_b c_b) · b      c_b = 2^b, of the sign bit −2^b</code>
/// which is Wᵀ x + b for the rounded x. The bias row is driven in every read; where the codes' sum is not 1, one more read without
/// inputs gives b by itself.
/// </summary>
public sealed record BitSerialInputs
{
    private const int MostBits = 24;

    /// <param name="bits">Of an input, its sign among them.</param>
    /// <param name="fullScale">The input of the last code; what lies beyond is clipped.</param>
    /// <param name="isSigned">Two's complement, from −<paramref name="fullScale"/>; else from 0.</param>
    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public BitSerialInputs(int bits, double fullScale = 1, bool isSigned = false)
    {
        if (bits < (isSigned ? 2 : 1) || bits > MostBits)
            throw InvalidParameterException.OutOfRange(nameof(bits), bits, "", $"from {(isSigned ? 2 : 1)} to {MostBits}");
        (Bits, IsSigned) = (bits, isSigned);
        FullScale = InvalidParameterException.RequirePositive(fullScale, "", "full scale of the inputs");
    }

    public int Bits { get; }

    public double FullScale { get; }

    public bool IsSigned { get; }

    private int LastCode => (1 << (IsSigned ? Bits - 1 : Bits)) - 1;

    /// <summary>The nearest code.</summary>
    public int Code(double x) => (int)Math.Round(Math.Clamp(x / FullScale, IsSigned ? -1 : 0, 1) * LastCode, MidpointRounding.AwayFromZero);

    /// <summary>The input that the nearest code stands for.</summary>
    public double Round(double x) => Code(x) * (FullScale / LastCode);

    /// <summary>The product by the rounded inputs, through one read per bit of <paramref name="read"/>.</summary>
    public MatrixProduct Of(MatrixProduct read) => (matrix, count, inputs) =>
    {
        int[] codes = [.. inputs.ToArray().Select(Code)];
        var sums = (double[]?)null;
        var coefficients = 0;
        for (var b = 0; b < Bits; b++)
        {
            var coefficient = IsSigned && b == Bits - 1 ? -(1 << b) : 1 << b;
            coefficients += coefficient;
            Add(coefficient, read(matrix, count, Array.ConvertAll(codes, code => (double)((code >> b) & 1))));
        }

        var step = FullScale / LastCode;
        var outputs = Array.ConvertAll(sums!, y => y * step);
        if (step * coefficients is not 1 and var share)
        {
            var bias = read(matrix, count, new double[codes.Length]);
            for (var k = 0; k < outputs.Length; k++)
                outputs[k] += (1 - share) * bias[k];
        }

        return outputs;

        void Add(int coefficient, double[] partial)
        {
            sums ??= new double[partial.Length];
            for (var k = 0; k < partial.Length; k++)
                sums[k] += coefficient * partial[k];
        }
    };
}
