using CircuitSim.Emulation;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Emulation;

[Collection(TrainedDigitsGroup.Name)]
public class ScaleFactorSweepTests(TrainedDigits digits)
{
    // The oracle knows no increments and no integers: it multiplies the real weights sf · q.
    [Fact]
    public void Run_AtScatteredScaleFactors_AgreesWithTheDenseLayerOfTheQuantizedWeights()
    {
        for (var s = 0; s < digits.Curve.Points.Count; s += 333)
        {
            var point = digits.Curve.Points[s];
            var quantized = new FixedPointQuantizer(4).Quantize(digits.Layer, point.ScaleFactor);
            var values = quantized.ToMatrix().Values;
            var dense = new DenseLayer(64, 10, values[..640], values[640..]);
            var rule = new ClassRule(dense.OutputFullScale);

            var expected = Predictions.Of(dense.Apply(digits.Images.Test), rule, digits.Images.Test);
            Assert.Equal(expected.Correct, point.TestCorrect);
            Assert.Equal(expected.Correct, quantized.Predict(digits.Images.Test).Correct);
            Assert.Equal(expected.Ties, quantized.Predict(digits.Images.Test).Ties);
        }
    }

    [Fact]
    public void Run_InDescendingOrder_GivesTheSamePoints()
    {
        double[] descending = [0.9, 0.5, 0.3, 0.3, 0.0001];
        var curve = ScaleFactorSweep.Run(digits.Layer, new FixedPointQuantizer(4), descending, digits.Images);
        foreach (var point in curve.Points)
            Assert.Equal(digits.Curve.Points[(int)Math.Round(point.ScaleFactor * 10_000) - 1], point);
    }

    [Fact]
    public void BestOnTest_At4Bits_MeetsTheClaims()
    {
        var rule = new ClassRule(digits.Layer.OutputFullScale);
        var real = Predictions.Of(digits.Layer.Apply(digits.Images.Test), rule, digits.Images.Test);
        var choice = digits.Curve.BestOnTest();

        Assert.True(choice.Best.TestCorrect >= real.Correct, $"best 4-bit {choice.Best.TestCorrect}, float {real.Correct}");
        Assert.InRange(choice.Best.ScaleFactor, 0.25, 0.6);
        Assert.InRange(choice.EquallyGood, 1, 200);
    }

    [Fact]
    public void BestOnTest_AmongEquals_IsTheLowest()
    {
        var curve = new ScaleFactorCurve([new(0.3, 5, 9), new(0.1, 6, 9), new(0.2, 7, 8)], 10, 10);
        Assert.Equal(new ScaleFactorChoice(new(0.1, 6, 9), 2), curve.BestOnTest());
        Assert.Equal(new ScaleFactorChoice(new(0.2, 7, 8), 1), curve.BestOnTrain());
    }

    // Camponogara, Fig. 6: about 61 % at the left end, 81 % at 0.1, a plateau around 0.45, a fall towards 1.
    [Theory]
    [InlineData(0.0001, 0.57, 0.72)]
    [InlineData(0.1, 0.79, 0.84)]
    [InlineData(0.45, 0.87, 0.93)]
    [InlineData(1.0, 0.76, 0.89)]
    public void Run_At4Bits_HasTheShapeOfThePapersCurve(double scaleFactor, double low, double high)
    {
        var point = digits.Curve.Points.Single(p => p.ScaleFactor == scaleFactor);
        Assert.InRange(point.TestCorrect / 297.0, low, high);
    }
}
