using CircuitSim.Devices;
using CircuitSim.Emulation;
using CircuitSim.Encodings;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Devices;

[Collection(TrainedDigitsGroup.Name)]
public class VariabilityTests(TrainedDigits digits)
{
    private const int Samples = 50_000;

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.2)]
    public void Apply_NormalAndLogNormal_HaveTheStatedMeanAndDeviation(double sigma)
    {
        foreach (var law in new[] { Variability.Normal(sigma), Variability.LogNormal(sigma) })
        {
            var (mean, deviation) = Moments(law);
            Close.Equal(1, mean, rtol: 0, atol: 5 * sigma / Math.Sqrt(Samples), where: $"mean of {law.Law}");
            // 5 standard errors of a deviation; a log-normal's heavier tail at σ = 0.2 widens them by 1.2.
            Close.Equal(sigma, deviation, rtol: 0, atol: 6 * sigma / Math.Sqrt(2.0 * Samples), where: $"deviation of {law.Law}");
        }
    }

    [Fact]
    public void Apply_NormalWithHugeSigma_OpensCellsAndNeverGoesBelowZero()
    {
        var varied = Vary(Variability.Normal(1));
        Assert.DoesNotContain(varied, g => g < 0);
        // P(z < −1) = 0.158655; 5σ of a binomial count.
        var expected = 0.158655 * Samples;
        Assert.InRange(varied.Count(g => g == 0), expected - 5 * Math.Sqrt(expected), expected + 5 * Math.Sqrt(expected));
    }

    [Theory]
    [InlineData(0.1, 0.2)]
    [InlineData(1.1, 0.1)]
    [InlineData(0.001, 1)]
    public void Apply_TruncatedNormal_StaysWithinItsLimitAndFillsIt(double sigma, double limit)
    {
        var varied = Vary(Variability.TruncatedNormal(sigma, limit));
        Assert.All(varied, g => Assert.InRange(g, 1 - limit, 1 + limit));
        if (sigma > limit)
            Assert.True(varied.Max() > 1 + 0.99 * limit && varied.Min() < 1 - 0.99 * limit);
    }

    [Fact]
    public void ApplyByLevel_CellsOfOneTarget_DeviateAlike()
    {
        double[] targets = [3, 1, 2, 1, 3, 2, 1];
        var varied = new double[targets.Length];
        Variability.Normal(0.1).ApplyByLevel(targets, new RandomStream(1), varied);
        Assert.Equal(3, targets.Zip(varied, (g, v) => (g, v / g)).Distinct().Count());
        Assert.Distinct(new[] { varied[0] / 3, varied[1], varied[2] / 2 });
        // A level more leaves those below it as they were.
        var more = new double[3];
        Variability.Normal(0.1).ApplyByLevel([4, 1, 2], new RandomStream(1), more);
        Assert.Equal([varied[1], varied[2]], more[1..]);
    }

    [Fact]
    public void Apply_AtAnotherSigma_DeviatesEachCellTheSameWay()
    {
        var small = Vary(Variability.Normal(0.01));
        var large = Vary(Variability.Normal(0.1));
        for (var cell = 0; cell < 100; cell++)
            Close.Equal(10 * (small[cell] - 1), large[cell] - 1, rtol: 1e-9, atol: 1e-13);
    }

    [Fact]
    public void Apply_WithoutSigma_ChangesNoBit()
    {
        double[] targets = [1e-3, 1e-5, 0];
        var varied = new double[3];
        Variability.Normal(0).Apply(targets, new RandomStream(1), varied);
        Assert.Equal(targets, varied);
    }

    [Fact]
    public void Factories_OutOfRange_NameTheParameter()
    {
        Assert.Equal("sigma", Assert.Throws<InvalidParameterException>(() => Variability.Normal(-0.1)).Parameter);
        Assert.Equal("sigma", Assert.Throws<InvalidParameterException>(() => Variability.LogNormal(double.NaN)).Parameter);
        Assert.Equal("limit", Assert.Throws<InvalidParameterException>(() => Variability.TruncatedNormal(0.1, 1.5)).Parameter);
    }

    // The figures of an earlier reproduction in NumPy, mean of 20 samples; ideal currents and the exact decode. They
    // hold for scale factors up to about 0.45, like this network's 0.37: see the remarks at Variability.
    [Theory]
    [InlineData(0.05, 0.907, 0.015)]
    [InlineData(0.10, 0.887, 0.02)]
    [InlineData(0.20, 0.824, 0.04)]
    [InlineData(0.30, 0.724, 0.08)]
    public void Apply_NormalOnCamponogarasArray_LosesTheAccuracyOfTheReproduction(double sigma, double expected, double tolerance)
    {
        var images = digits.Images.Test;
        var rule = new ClassRule(digits.Quantized.OutputFullScale);
        var encoded = new TwosComplement(4, digits.Quantized.ScaleFactor, 1e-3, 1e-5).Encode(65, 10, digits.Quantized.Codes);
        var varied = new double[65 * 40];
        var accuracy = 0.0;
        for (var sample = 0; sample < 20; sample++)
        {
            Variability.Normal(sigma).Apply(encoded.Conductances, new RandomStream(2).Child("variation", sample), varied);
            accuracy += Predictions.Of(Outputs(encoded, varied, images), rule, images).Accuracy / 20;
        }

        Assert.InRange(accuracy, expected - tolerance, expected + tolerance);
    }

    private static double[] Outputs(EncodedWeights encoded, double[] conductances, LabelledImages images)
    {
        const double ReadVoltage = 0.2;
        var outputs = new double[images.Count * 10];
        var currents = new double[encoded.Columns];
        for (var image = 0; image < images.Count; image++)
        {
            double[] x = [.. images.Input(image), 1];
            Array.Clear(currents);
            for (var i = 0; i < encoded.Rows; i++)
            {
                for (var j = 0; j < encoded.Columns; j++)
                    currents[j] += conductances[i * encoded.Columns + j] * x[i] * ReadVoltage;
            }

            encoded.Decode(currents, ReadVoltage, x.Sum(), outputs.AsSpan(image * 10, 10));
        }

        return outputs;
    }

    private static double[] Vary(Variability law)
    {
        var varied = new double[Samples];
        Array.Fill(varied, 1);
        law.Apply(varied, new RandomStream(3), varied);
        return varied;
    }

    private static (double Mean, double Deviation) Moments(Variability law)
    {
        var varied = Vary(law);
        var mean = varied.Average();
        return (mean, Math.Sqrt(varied.Sum(g => (g - mean) * (g - mean)) / (Samples - 1)));
    }
}
