using CircuitSim.Emulation;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Emulation;

[Collection(TrainedDigitsGroup.Name)]
public class SoftmaxRegressionTests(TrainedDigits digits)
{
    [Fact]
    public void LossAndGradient_AtRandomParameters_AgreesWithCentralDifferences()
    {
        var images = digits.Images.Train;
        var stream = new RandomStream(11);
        var parameters = new double[650];
        foreach (ref var p in parameters.AsSpan())
            p = 0.5 * stream.NextNormal();
        var gradient = new double[650];
        int[] batch = [3, 141, 592, 653, 1499];
        SoftmaxRegression.LossAndGradient(parameters, images, batch, gradient);

        const double h = 1e-5;
        for (var i = 0; i < parameters.Length; i++)
        {
            var numeric = (LossAt(i, +h) - LossAt(i, -h)) / (2 * h);
            Close.Equal(numeric, gradient[i], rtol: 1e-8, atol: 1e-9, where: $"gradient[{i}]");
        }

        double LossAt(int i, double step)
        {
            var moved = parameters.ToArray();
            moved[i] += step;
            return SoftmaxRegression.LossAndGradient(moved, images, batch, new double[650]);
        }
    }

    [Fact]
    public void LossAndGradient_WithoutWeights_IsTheEntropyOfTenClasses()
    {
        var loss = SoftmaxRegression.LossAndGradient(new double[650], digits.Images.Train, [0, 1, 2], new double[650]);
        Close.Equal(Math.Log(10), loss, rtol: 1e-15);
    }

    [Fact]
    public void LossAndGradient_WithHugeOutputs_StaysFinite()
    {
        var parameters = new double[650];
        Array.Fill(parameters, 1e5);
        parameters[^1] = 1e6;
        var gradient = new double[650];
        var loss = SoftmaxRegression.LossAndGradient(parameters, digits.Images.Train, [0], gradient);
        Close.Equal(9e5, loss, rtol: 1e-12);
        Assert.All(gradient, g => Assert.True(double.IsFinite(g)));
    }

    // Camponogara: 1472 of 1500 and 270 of 297.
    [Fact]
    public void Train_WithThePapersOptions_ReachesTheClaimedAccuracy()
    {
        var rule = new ClassRule(digits.Layer.OutputFullScale);
        var train = Predictions.Of(digits.Layer.Apply(digits.Images.Train), rule, digits.Images.Train);
        var test = Predictions.Of(digits.Layer.Apply(digits.Images.Test), rule, digits.Images.Test);
        Assert.InRange(train.Correct, 1472 - 6, 1472 + 6);
        Assert.InRange(test.Correct, 270 - 4, 270 + 4);
    }

    [Fact]
    public void Train_Twice_GivesTheSameBitsAndReportsEachEpoch()
    {
        var options = new TrainingOptions { Epochs = 3 };
        var progress = new Epochs();
        var first = SoftmaxRegression.Train(digits.Images.Train, options, new RandomStream(5), progress);
        var second = SoftmaxRegression.Train(digits.Images.Train, options, new RandomStream(5));

        Assert.Equal(first.Weights, second.Weights);
        Assert.Equal(first.Bias, second.Bias);
        Assert.Equal([1, 2, 3], progress.Seen.Select(p => p.Epoch));
        Assert.True(progress.Seen[2].MeanLoss < progress.Seen[0].MeanLoss);
    }

    [Fact]
    public void Train_WithoutEpochs_LeavesGlorotsUniformWeightsAndZeroBias()
    {
        var layer = SoftmaxRegression.Train(digits.Images.Train, new TrainingOptions { Epochs = 0 }, new RandomStream(5));
        var limit = Math.Sqrt(6.0 / 74);
        var weights = layer.Weights.ToArray();
        Assert.All(weights, w => Assert.InRange(w, -limit, limit));
        // 640 uniform draws: five standard errors of their mean.
        Assert.InRange(weights.Average(), -5 * limit / Math.Sqrt(3 * 640), 5 * limit / Math.Sqrt(3 * 640));
        Assert.All(layer.Bias.ToArray(), b => Assert.Equal(0, b));
    }

    [Fact]
    public void Train_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            SoftmaxRegression.Train(digits.Images.Train, new TrainingOptions(), new RandomStream(5), null, source.Token));
    }

    [Fact]
    public void Train_WithBadOption_NamesIt()
    {
        var e = Assert.Throws<InvalidParameterException>(() =>
            SoftmaxRegression.Train(digits.Images.Train, new TrainingOptions { LearningRate = double.NaN }, new RandomStream(5)));
        Assert.Equal("LearningRate", e.Parameter);
    }

    private sealed class Epochs : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> Seen { get; } = [];

        public void Report(TrainingProgress value) => Seen.Add(value);
    }
}
