using CircuitSim.Numerics;

namespace CircuitSim.Encodings;

/// <summary>
/// Long, She and Mukhopadhyay: sign and magnitude in fixed point, one cell per bit of the magnitude, LRS for 1 and HRS for 0. A
/// pair of columns for each bit, most significant first, takes the magnitudes of positive weights left and of negative ones right:
/// <code>
///              output 0                      n bits in all, one of them the sign
///   columns    0 1     2 3    …              i of them before the point
///   counts    ±2^(i−1) ±2^(i−2) … ±2^(i−n+1)
/// </code>
/// Where the point stands is the format: one for all layers is conventional fixed point, one for each layer dynamic fixed point;
/// <see cref="Covering"/> finds it for the matrices that share it. Weights are rounded to the nearest of the format.
/// </summary>
public sealed class BitSliced : IEncoding
{
    /// <summary>As users type it.</summary>
    public const string Word = "bit-sliced";

    private const int MostBits = 32;
    private readonly ConductanceRange range;

    /// <param name="bits">Of a weight, its sign among them.</param>
    /// <param name="integerBits">Bits before the point; below zero where the leading bits behind it are never used.</param>
    /// <param name="gOn">Conductance of a 1 [S].</param>
    /// <param name="gOff">Conductance of a 0 [S]; zero is allowed.</param>
    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public BitSliced(int bits, int integerBits, double gOn, double gOff)
    {
        if (bits is < 2 or > MostBits)
            throw InvalidParameterException.OutOfRange(nameof(bits), bits, "", $"from 2 to {MostBits}");
        if (Math.Abs(integerBits) > 900)
            throw InvalidParameterException.OutOfRange("integer bits", integerBits, "", "from −900 to 900");
        (Bits, IntegerBits) = (bits, integerBits);
        range = new ConductanceRange(gOn, gOff);
    }

    /// <summary>
    /// The finest format that holds these matrices within half a step: of all layers for conventional fixed point, of one for dynamic.
    /// </summary>
    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public static BitSliced Covering(IEnumerable<WeightMatrix> matrices, int bits, double gOn, double gOff)
    {
        var largest = ColumnPairs.Largest(matrices);
        var format = new BitSliced(bits, Math.Clamp((int)Math.Floor(Math.Log2(largest)), -899, 899), gOn, gOff);
        while (Math.Round(largest / format.Step) > format.LargestCode)
            format = new BitSliced(bits, format.IntegerBits + 1, gOn, gOff);
        return format;
    }

    public string Name => Word;

    /// <summary>Of a weight, its sign among them; each output takes 2 (Bits − 1) columns.</summary>
    public int Bits { get; }

    /// <summary>Bits before the point.</summary>
    public int IntegerBits { get; }

    /// <summary>
    /// The paper's read-out, which knows no G_off: cells that the sign does not need are left unformed and conduct nothing, and what
    /// zero bits conduct stays in the result, |w| + Σ (zero bits' worth) · G_off / G_on. Otherwise they are in the HRS, whose current
    /// the pair cancels exactly.
    /// </summary>
    public bool LeavesTwinUnformed { get; init; }

    /// <summary>What the last bit counts, 2^(i − n + 1).</summary>
    public double Step => Math.ScaleB(1, IntegerBits - (Bits - 1));

    private long LargestCode => (1L << (Bits - 1)) - 1;

    /// <exception cref="InvalidParameterException">A weight lies more than half a step beyond the format.</exception>
    public EncodedWeights Encode(WeightMatrix weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var codes = new long[weights.Values.Length];
        for (var w = 0; w < codes.Length; w++)
        {
            var code = Math.Round(Math.Abs(weights.Values[w]) / Step);
            if (code > LargestCode)
            {
                throw InvalidParameterException.OutOfRange(
                    $"weight of row {w / weights.Outputs}, output {w % weights.Outputs}", weights.Values[w], "",
                    $"from −{SiText.Exact(LargestCode * Step)} to {SiText.Exact(LargestCode * Step)}, the format's ends; give it more integer bits");
            }

            codes[w] = (long)code;
        }

        double[] worth = [.. Enumerable.Range(0, Bits - 1).Select(b => Math.ScaleB(1, IntegerBits - 1 - b))];
        return ColumnPairs.Encode(weights, range, Bits - 1, worth, (w, b) => (codes[w] >> (Bits - 2 - b)) & 1, LeavesTwinUnformed);
    }
}
