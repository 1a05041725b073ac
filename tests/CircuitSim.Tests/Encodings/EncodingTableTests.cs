using CircuitSim.Encodings;
using CircuitSim.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CircuitSim.Tests.Encodings;

/// <summary>What holds for every encoding.</summary>
public class EncodingTableTests
{
    private static readonly WeightMatrix Weights = new(2, 2, [-1, 0.25, 0, 2]);

    public static TheoryData<string> Words => [.. EncodingTable.All.Select(e => e.Word)];

    /// <summary>
    /// decode(encode(W)) = W, the array read row by row, for any shape, weights and ratio of conductances: exactly where a cell takes
    /// any conductance, else within what its own rounding may do; and every column current of several rows at once decodes to the
    /// product. Two scopes of an offset column besides the table's, and both kinds of fixed point.
    /// </summary>
    [Fact]
    public void Decode_OfEncoded_GivesTheWeightsBackForEveryEncodingShapeAndRatio()
    {
        (string Name, Func<WeightMatrix, double, double, IEncoding> Of, Func<WeightMatrix, double, double> Nearest)[] encodings =
        [
            .. from scope in Enum.GetValues<OffsetScope>()
               from reference in Enum.GetValues<OffsetReference>()
               select ($"offset column, {scope}, {reference}", (Func<WeightMatrix, double, double, IEncoding>)((w, gOn, gOff) => new OffsetColumn(gOn, gOff)
               {
                   Scope = scope,
                   GlobalRange = WeightRange.Of(w, new WeightMatrix(1, 2, [-3, 3])),
                   Reference = reference,
               }), (Func<WeightMatrix, double, double>)((_, x) => x)),
            .. from scale in Enum.GetValues<OutputScale>()
               select ($"offset column, symmetric, {scale}", (Func<WeightMatrix, double, double, IEncoding>)((_, gOn, gOff) => new OffsetColumn(gOn, gOff)
               {
                   IsSymmetric = true,
                   OutputScale = scale,
                   Edges = LevelEdges.Data,
                   Level = LevelValue.Centroid,
               }), (Func<WeightMatrix, double, double>)((_, x) => x)),
            ("differential pair", (_, gOn, gOff) => new DifferentialPair(gOn, gOff), (_, x) => x),
            ("differential pair, 9 levels", (_, gOn, gOff) => new DifferentialPair(gOn, gOff) { Levels = 9 }, (w, x) => Multiple(x, Largest(w) / 8)),
            ("two's complement, 5 bits", (w, gOn, gOff) => TwosComplement.Covering(w, 5, gOn, gOff), (w, x) => Multiple(x, Largest(w) / 15)),
            ("bit-sliced, 8 bits, dynamic", (w, gOn, gOff) => BitSliced.Covering([w], 8, gOn, gOff), (w, x) => Multiple(x, FixedPointStep(Largest(w), 7))),
            ("bit-sliced, 8 bits, conventional", (w, gOn, gOff) => BitSliced.Covering([w, new WeightMatrix(1, 1, [5])], 8, gOn, gOff), (w, x) => Multiple(x, FixedPointStep(Math.Max(5, Largest(w)), 7))),
            ("binary pair", (_, gOn, gOff) => new BinaryPair(0.3, gOn, gOff), (_, x) => 0.3 * Math.Sign(x)),
        ];
        var cases =
            from rows in Gen.Choose(1, 9)
            from outputs in Gen.Choose(1, 5)
            from thousandths in Gen.ArrayOf(Gen.Frequency((1, Gen.Constant(0)), (6, Gen.Choose(-3000, 3000))), rows * outputs)
            from decade in Gen.Choose(-3, 3)
            from ratio in Gen.Elements(1.5, 2, 10, 1000, double.PositiveInfinity)
            from which in Gen.Choose(0, encodings.Length - 1)
            select (Weights: new WeightMatrix(rows, outputs, Array.ConvertAll(thousandths, t => t * Math.Pow(10, decade - 3))), Ratio: ratio, Which: which);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(8, 13), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (name, of, nearest) = encodings[c.Which];
            const double GOn = 1e-4;
            var encoded = of(c.Weights, GOn, GOn / c.Ratio).Encode(c.Weights);
            Assert.Equal((c.Weights.Rows, c.Weights.Outputs), (encoded.Rows, encoded.Outputs));
            Assert.All(encoded.Conductances.ToArray(), g => Assert.InRange(g, GOn / c.Ratio, GOn));
            double[] expected = [.. c.Weights.Values.ToArray().Select(x => nearest(c.Weights, x))];
            var tolerance = 1e-13 * Math.Max(3, Math.Max(5, Largest(c.Weights))) / (1 - 1 / c.Ratio);
            Close.Equal(expected, encoded.ToWeights().Values, rtol: 0, atol: tolerance, where: name);

            const double ReadVoltage = 0.2;
            double[] x = [.. Enumerable.Range(0, c.Weights.Rows).Select(i => (i * 7 % 5) / 4.0)];
            var currents = new double[encoded.Columns];
            for (var k = 0; k < encoded.Conductances.Length; k++)
                currents[k % encoded.Columns] += encoded.Conductances[k] * x[k / encoded.Columns] * ReadVoltage;
            var outputs = new double[encoded.Outputs];
            encoded.Decode(currents, ReadVoltage, x.Sum(), outputs);
            for (var k = 0; k < outputs.Length; k++)
                Close.Equal(x.Select((xi, i) => xi * expected[i * outputs.Length + k]).Sum(), outputs[k], rtol: 0, atol: 4 * x.Length * tolerance, where: name);
        }));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void Find_ByEitherWord_GivesTheEncodingOfThatName(string word)
    {
        var choice = EncodingTable.Find(word);
        Assert.Same(choice, EncodingTable.Find(choice.ShortWord));
        var encoding = choice.Of(Weights, choice.StandardBits, 1e-3, 1e-5);
        Assert.Equal(word, encoding.Name);
        Assert.Equal(2, encoding.Encode(Weights).Outputs);
    }

    [Fact]
    public void Find_UnknownWord_NamesAll() => Assert.Equal(
        "encoding: 'analog' is not one of offset-column, twos-complement, bit-sliced, differential-pair, binary-pair.",
        Assert.Throws<InvalidParameterException>(() => EncodingTable.Find("analog")).Message);

    [Fact]
    public void Encode_BitSliced_PutsTheBitsOfEachSignSideBySide()
    {
        // 2.5 = 10.1 in binary, −0.5 = −00.1; four bits, two of them before the point.
        var encoded = new BitSliced(4, 2, 1, 0.1).Encode(new WeightMatrix(1, 2, [2.5, -0.5]));
        Assert.Equal([1, 0.1, 0.1, 0.1, 1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 1], encoded.Conductances);
        Close.Equal([2, -2, 1, -1, 0.5, -0.5, 0, 0, 0, 0, 0, 0], Array.ConvertAll(encoded.CurrentDecode[..12].ToArray(), d => d * 0.9), rtol: 1e-15);
    }

    /// <summary>Long's Fig. 5: with zero bits that conduct a tenth, 0.125 in sign + 2, 1, …, .03125 reads .125 + 3.84375 / 10.</summary>
    [Fact]
    public void Encode_TwinUnformed_LeavesWhatZeroBitsConduct()
    {
        var encoded = new BitSliced(8, 2, 1e-3, 1e-4) { LeavesTwinUnformed = true }.Encode(new WeightMatrix(1, 2, [0.125, -0.125]));
        Close.Equal([0.509375, -0.509375], encoded.ToWeights().Values, rtol: 1e-14);
    }

    [Theory]
    [InlineData(0.125, -2)]
    [InlineData(0.124, -3)]
    [InlineData(1.99, 1)]
    [InlineData(2, 2)]
    [InlineData(3e-9, -28)]
    public void Covering_OfALargestWeight_IsTheFinestFormatThatHoldsIt(double largest, int integerBits) =>
        Assert.Equal(integerBits, BitSliced.Covering([new WeightMatrix(1, 2, [-largest, 0])], 8, 1, 0).IntegerBits);

    [Fact]
    public void Encode_BeyondTheFormat_NamesTheCellAndTheRemedy() => Assert.Equal(
        "weight of row 0, output 1 = 4.5 must be from −3.5 to 3.5, the format's ends; give it more integer bits.",
        Assert.Throws<InvalidParameterException>(() => new BitSliced(4, 2, 1, 0).Encode(new WeightMatrix(1, 2, [0, 4.5]))).Message);

    [Fact]
    public void Covering_OfBinaryWeights_TakesTheirMagnitudeAsItIs()
    {
        Assert.Equal(0.1, BinaryPair.Covering(new WeightMatrix(1, 3, [0.1, -0.1, 0.1]), 1, 0).Magnitude);
        Close.Equal(0.2, BinaryPair.Covering(new WeightMatrix(1, 3, [0.1, -0.3, 0]), 1, 0).Magnitude, rtol: 1e-15);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(double.NaN, 0)]
    [InlineData(1, -1)]
    public void Constructors_RangeThatIsNone_IsRefused(double gOn, double gOff)
    {
        foreach (var choice in EncodingTable.All)
            Assert.Throws<InvalidParameterException>(() => choice.Of(Weights, null, gOn, gOff));
    }

    private static double Largest(WeightMatrix weights) => weights.Values.ToArray().Max(Math.Abs) is > 0 and var largest ? largest : 1;

    /// <summary>The power of two of which the largest is at most 2^bits − 1 times (within half of one).</summary>
    private static double FixedPointStep(double largest, int bits)
    {
        var step = Math.Pow(2, -60);
        while (Math.Round(largest / step) > Math.Pow(2, bits) - 1)
            step *= 2;
        return step;
    }

    private static double Multiple(double x, double step) => Math.Round(x / step) * step;
}
