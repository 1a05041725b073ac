using CircuitSim.Numerics;

namespace CircuitSim.Encodings;

/// <summary>
/// Camponogara: one cell per bit. A weight sf · q, q = Σ_b c_b bit_b with c = (−2^(n−1), …, 2, 1), takes n
/// neighbouring columns, sign bit first; LRS stands for 1 and HRS for 0:
/// <code>
///            output 0          output 1
///   column   0   1   2   3     4   5   6   7        n = 4
///   c_b     −8   4   2   1    −8   4   2   1
/// </code>
/// With G_b = G_off + (G_on − G_off) bit_b and Σ_b c_b = −1, the column currents give
/// y_k = sf / (V_read (G_on − G_off)) · [Σ_b c_b I_kb + G_off V_read Σx]: exact for any ratio of conductances.
/// </summary>
public sealed class TwosComplement : IEncoding
{
    /// <summary>As users type it.</summary>
    public const string Word = "twos-complement";

    private const int MostBits = 16;

    /// <param name="scaleFactor">The weight that the integer 1 stands for.</param>
    /// <param name="gOn">Conductance of a 1 [S].</param>
    /// <param name="gOff">Conductance of a 0 [S]; zero is allowed.</param>
    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public TwosComplement(int bits, double scaleFactor, double gOn, double gOff)
    {
        if (bits is < 2 or > MostBits)
            throw InvalidParameterException.OutOfRange(nameof(bits), bits, "", $"from 2 to {MostBits}");
        Bits = bits;
        ScaleFactor = InvalidParameterException.RequirePositive(scaleFactor, "");
        GOff = InvalidParameterException.RequireNonNegative(gOff, "S");
        GOn = double.IsFinite(gOn) && gOn > gOff ? gOn : throw InvalidParameterException.OutOfRange(nameof(gOn), gOn, "S", "finite and above gOff");
    }

    /// <summary>The encoding whose largest integer of both signs stands for the largest magnitude of the weights, which it rounds.</summary>
    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public static TwosComplement Covering(WeightMatrix weights, int bits, double gOn, double gOff) =>
        new(bits, ColumnPairs.Largest([weights]) / ((1 << (Math.Clamp(bits, 2, MostBits) - 1)) - 1), gOn, gOff) { Rounds = true };

    public string Name => Word;

    /// <summary>Bits per weight, and columns per output.</summary>
    public int Bits { get; }

    /// <summary>The weight that the integer 1 stands for.</summary>
    public double ScaleFactor { get; }

    /// <summary>Conductance of a 1 [S].</summary>
    public double GOn { get; }

    /// <summary>Conductance of a 0 [S].</summary>
    public double GOff { get; }

    /// <summary>Whether a weight between two integers takes the nearest; otherwise it is refused.</summary>
    public bool Rounds { get; init; }

    /// <summary>c_b, what bit column <paramref name="bit"/> of an output counts; 0 is the sign.</summary>
    public int Coefficient(int bit) => bit == 0 ? -(1 << (Bits - 1)) : 1 << (Bits - 1 - bit);

    /// <summary>Weights within the range of the bits, integer multiples of the scale factor unless it rounds.</summary>
    /// <exception cref="InvalidParameterException">A weight is not such a multiple, or beyond the bits.</exception>
    public EncodedWeights Encode(WeightMatrix weights)
    {
        var codes = new int[weights.Values.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            var code = Math.Round(weights.Values[i] / ScaleFactor);
            // q · sf / sf differs from q by two roundings at most.
            if (!Rounds && Math.Abs(weights.Values[i] / ScaleFactor - code) > 1e-9)
            {
                throw InvalidParameterException.OutOfRange(
                    $"weight of row {i / weights.Outputs}, output {i % weights.Outputs}", weights.Values[i], "", $"a multiple of the scale factor {SiText.Exact(ScaleFactor)}; quantize it first");
            }

            codes[i] = (int)code;
        }

        return Encode(weights.Rows, weights.Outputs, codes);
    }

    /// <summary>Integers [rows × outputs], row-major, the bias as the last row.</summary>
    /// <exception cref="InvalidParameterException">An integer does not fit into the bits.</exception>
    public EncodedWeights Encode(int rows, int outputs, ReadOnlySpan<int> codes)
    {
        if (codes.Length != (long)rows * outputs)
            throw InvalidParameterException.WrongShape(nameof(codes), $"[{codes.Length}]", $"[{rows} rows × {outputs} outputs]");
        var columns = outputs * Bits;
        var conductances = new double[rows * columns];
        for (var i = 0; i < codes.Length; i++)
        {
            if (codes[i] < Coefficient(0) || codes[i] >= -Coefficient(0))
                throw InvalidParameterException.OutOfRange($"code of row {i / outputs}, output {i % outputs}", codes[i], "", $"from {Coefficient(0)} to {-Coefficient(0) - 1}");
            for (var b = 0; b < Bits; b++)
            {
                var bit = (codes[i] >> (Bits - 1 - b)) & 1;
                conductances[i * Bits + b] = bit == 1 ? GOn : GOff;
            }
        }

        var unit = ScaleFactor / (GOn - GOff);
        var currentDecode = new double[outputs * columns];
        var inputSumDecode = new double[outputs];
        for (var k = 0; k < outputs; k++)
        {
            for (var b = 0; b < Bits; b++)
                currentDecode[k * columns + k * Bits + b] = unit * Coefficient(b);
            inputSumDecode[k] = unit * GOff;
        }

        return new EncodedWeights(rows, columns, outputs, conductances, currentDecode, inputSumDecode);
    }
}
