using CircuitSim.Emulation;
using CircuitSim.Encodings;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Encodings;

[Collection(TrainedDigitsGroup.Name)]
public class TwosComplementTests(TrainedDigits digits)
{
    [Fact]
    public void Encode_FourBits_PutsTheSignFirst()
    {
        var encoded = new TwosComplement(4, 0.5, gOn: 1e-3, gOff: 1e-5).Encode(1, 3, [-8, 7, -3]);

        const double One = 1e-3, Zero = 1e-5;
        Assert.Equal((1, 12, 3), (encoded.Rows, encoded.Columns, encoded.Outputs));
        Assert.Equal([One, Zero, Zero, Zero, Zero, One, One, One, One, One, Zero, One], encoded.Conductances);
    }

    [Fact]
    public void Decode_OfExactColumnCurrents_IsTheProductForAnyWeightsBitsAndRatio()
    {
        for (var trial = 0; trial < 200; trial++)
        {
            var stream = new RandomStream(7).Child("trial", trial);
            var (rows, outputs, bits) = (1 + stream.NextInt32(40), 1 + stream.NextInt32(6), 2 + stream.NextInt32(7));
            var gOn = Math.Pow(10, stream.NextUniform(-6, -2));
            var ratio = trial % 10 == 0 ? double.PositiveInfinity : Math.Pow(10, stream.NextUniform(0.2, 4));
            var (scaleFactor, readVoltage) = (stream.NextUniform(0.001, 2), stream.NextUniform(0.01, 1));
            var codes = new int[rows * outputs];
            foreach (ref var q in codes.AsSpan())
                q = stream.NextInt32(1 << bits) - (1 << (bits - 1));
            var x = new double[rows];
            foreach (ref var input in x.AsSpan())
                input = stream.NextUniform();

            var encoded = new TwosComplement(bits, scaleFactor, gOn, gOn / ratio).Encode(rows, outputs, codes);
            var decoded = new double[outputs];
            encoded.Decode(ColumnCurrents(encoded, x, readVoltage), readVoltage, x.Sum(), decoded);

            for (var k = 0; k < outputs; k++)
            {
                var product = 0.0;
                for (var i = 0; i < rows; i++)
                    product += scaleFactor * codes[i * outputs + k] * x[i];
                // What cancels is at most the sum of all bit currents, magnified by a ratio near 1.
                var fullScale = scaleFactor * (1 << bits) * rows * 1 / (1 - 1 / ratio);
                Close.Equal(product, decoded[k], rtol: 0, atol: 1e-14 * fullScale, where: $"trial {trial}, output {k}");
            }
        }
    }

    [Fact]
    public void Encode_RealMultiplesOfTheScaleFactor_EqualsTheIntegers()
    {
        var encoding = new TwosComplement(4, digits.Quantized.ScaleFactor, 1e-3, 1e-5);
        var fromReals = encoding.Encode(digits.Quantized.ToMatrix());
        var fromIntegers = encoding.Encode(65, 10, digits.Quantized.Codes);
        Assert.Equal(fromIntegers.Conductances, fromReals.Conductances);
        Assert.Equal((65, 40), (fromReals.Rows, fromReals.Columns));
    }

    // docs/proofs.md, 10: without the correction by Σx, a finite ratio r reads each weight as (1 − 1/r) w − 1/r.
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(100)]
    public void Encode_WithFiniteRatio_ReadsEveryWeightScaledAndShiftedAlike(double ratio)
    {
        const double GOn = 1e-3;
        var encoding = new TwosComplement(4, 1, GOn, GOn / ratio);
        for (var q = -8; q <= 7; q++)
        {
            var g = encoding.Encode(1, 1, [q]).Conductances;
            var read = 0.0;
            for (var b = 0; b < 4; b++)
                read += encoding.Coefficient(b) * g[b] / GOn;
            Close.Equal((1 - 1 / ratio) * q - 1 / ratio, read, rtol: 0, atol: 1e-14, where: $"weight {q}");
        }
    }

    // The consequence: what is shifted is common to all classes, so even the uncorrected read leaves every class.
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(100)]
    public void Encode_WithFiniteRatio_LeavesEveryClassOfDigitsUnchanged(double ratio)
    {
        var images = digits.Images.Test;
        var encoding = new TwosComplement(4, digits.Quantized.ScaleFactor, 1e-3, 1e-3 / ratio);
        var encoded = encoding.Encode(65, 10, digits.Quantized.Codes);
        var corrected = new double[images.Count * 10];
        var uncorrected = new double[images.Count * 10];
        for (var image = 0; image < images.Count; image++)
        {
            double[] x = [.. images.Input(image), 1];
            var currents = ColumnCurrents(encoded, x, 0.2);
            encoded.Decode(currents, 0.2, x.Sum(), corrected.AsSpan(image * 10, 10));
            encoded.Decode(currents, 0.2, 0, uncorrected.AsSpan(image * 10, 10));
        }

        var ideal = digits.Quantized.Predict(images);
        var rule = new ClassRule(digits.Quantized.OutputFullScale);
        Close.Equal(digits.Quantized.Apply(images), corrected, rtol: 0, atol: 1e-12 * rule.FullScale);
        Assert.Equal(ideal.Classes, Predictions.Of(corrected, rule, images).Classes);
        Assert.Equal(ideal.Classes, Predictions.Of(uncorrected, rule, images).Classes);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(-9)]
    [InlineData(int.MaxValue)]
    public void Encode_CodeBeyondTheBits_NamesTheCell(int code)
    {
        var e = Assert.Throws<InvalidParameterException>(() => new TwosComplement(4, 1, 1, 0).Encode(2, 2, [0, 0, 0, code]));
        Assert.StartsWith("code of row 1, output 1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_WeightBetweenTwoIntegers_IsRefused()
    {
        var e = Assert.Throws<InvalidParameterException>(() => new TwosComplement(4, 0.1, 1, 0).Encode(new WeightMatrix(1, 1, [0.15])));
        Assert.Contains("quantize it first", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1, 1, 0, "bits")]
    [InlineData(4, 0, 1, 0, "scaleFactor")]
    [InlineData(4, 1, 1, 1, "gOn")]
    [InlineData(4, 1, double.PositiveInfinity, 1, "gOn")]
    [InlineData(4, 1, 1, -1, "gOff")]
    [InlineData(4, 1, 1, double.NaN, "gOff")]
    public void Constructor_OutOfRange_NamesTheParameter(int bits, double scaleFactor, double gOn, double gOff, string parameter) =>
        Assert.Equal(parameter, Assert.Throws<InvalidParameterException>(() => new TwosComplement(bits, scaleFactor, gOn, gOff)).Parameter);

    private static double[] ColumnCurrents(EncodedWeights encoded, double[] x, double readVoltage)
    {
        var currents = new double[encoded.Columns];
        for (var i = 0; i < encoded.Rows; i++)
        {
            for (var j = 0; j < encoded.Columns; j++)
                currents[j] += encoded.Conductances[i * encoded.Columns + j] * x[i] * readVoltage;
        }

        return currents;
    }
}
