using CircuitSim.Emulation.Networks;
using CircuitSim.Emulation.Training;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Emulation.Training;

public class WeightViewsTests
{
    [Fact]
    public void Binary_OfAnyWeights_IsTheirSignTimesTheMeanMagnitude()
    {
        var seen = new double[4];
        WeightViews.Binary([0.5, -1, 0, 2.5], seen, null);
        Assert.Equal([1.0, -1, 1, 1], seen);
        WeightViews.BinaryOf(0.25)([0.5, -1, 0, 2.5], seen, null);
        Assert.Equal([0.25, -0.25, 0.25, 0.25], seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Noise_OfManyWeights_HasItsMeanAndSpread(bool logNormal)
    {
        const int n = 100_000;
        const double σ = 0.3;
        double[] clean = [.. Enumerable.Range(0, n).Select(i => i % 2 == 0 ? -2.0 : 3)], seen = new double[n];
        (logNormal ? WeightViews.LogNormal(σ) : WeightViews.Normal(σ))(clean, seen, new RandomStream(5));
        double[] noise = [.. seen.Zip(clean, (s, c) => logNormal ? Math.Log(s / c) : s / c - 1)];

        // Standard errors: σ / √n of a mean, σ² √(2 / n) of a variance.
        var mean = noise.Average();
        Assert.InRange(mean / (σ / Math.Sqrt(n)), -5, 5);
        Assert.InRange((noise.Average(e => e * e) - σ * σ) / (σ * σ * Math.Sqrt(2.0 / n)), -5, 5);
    }

    [Fact]
    public void Then_OfTwoViews_ShowsTheSecondWhatTheFirstShows()
    {
        var seen = new double[2];
        WeightViews.BinaryOf(0.5).Then((clean, s, _) => s[0] = s[1] = clean[0] + clean[1])([3, 4], seen, new RandomStream(1));
        Assert.Equal([1.0, 1], seen);
    }

    // Straight through: the gradient at the weights that are seen moves the clean ones, whatever the view.
    [Fact]
    public void Step_WithAView_MovesTheCleanWeightsByTheGradientAtTheSeenOnes()
    {
        var samples = new Tensor([4, 3], new double[] { 0.2, -0.5, 0.9, 0.1, 0.4, -0.3, -0.8, 0.6, 0.5, 0.7, -0.1, 0.2 });
        var set = TrainingSet.Of(samples, [1, 0, 1, 0], 2);
        double[] shown = [];
        double[] factors = [0.9, 1.2, 0.7, 1.1, 1.3, 0.8];
        var viewed = new NetworkTraining([3], [new DensePlan(2)
        {
            View = (clean, seen, _) =>
            {
                for (var i = 0; i < seen.Length; i++)
                    seen[i] = clean[i] * factors[i];
                shown = seen.ToArray();
            },
        }], new RandomStream(2));
        var plain = new NetworkTraining([3], [new DensePlan(2)], new RandomStream(2));
        var clean = viewed.Parameters[0].ToArray();
        for (var i = 0; i < factors.Length; i++)
            plain.Parameters[0].Span[i] = clean[i] * factors[i];
        var gradient = plain.LossAndGradient(set, [0, 1, 2, 3]).Gradient[0];

        viewed.Run(set, new DescentOptions { Epochs = 1, BatchSize = 4, LearningRate = 0.1 });

        Close.Equal([.. factors.Select((f, i) => clean[i] * f)], shown, rtol: 1e-15);
        Close.Equal([.. clean.Zip(gradient, (w, g) => w - 0.1 * g)], viewed.Parameters[0].ToArray(), rtol: 1e-14, atol: 1e-16);
        // Behind the training the network holds what is seen, and the bias as it is.
        Close.Equal([.. viewed.Parameters[0].ToArray().Select((w, i) => i < 6 ? w * factors[i] : w)], viewed.ToNetwork().Matrices[0].Weights.Values, rtol: 1e-15);
    }

    [Fact]
    public void NoisyView_OfEachStepAndLayer_IsDrawnAnewAndLeftOutOfTheNetwork()
    {
        var set = TrainingSet.Of(new Tensor([2, 3], new double[] { 1, 2, 3, 3, 2, 1 }), [0, 1], 2);
        var seeds = new List<ulong>();
        WeightView view = (clean, seen, stream) =>
        {
            clean.CopyTo(seen);
            if (stream is not null)
                seeds.Add(stream.NextUInt64());
        };
        var training = new NetworkTraining([3], [new DensePlan(4) { View = view }, ActivationPlan.Tanh, new DensePlan(2) { View = view }], new RandomStream(2));
        training.Run(set, new DescentOptions { Epochs = 3, BatchSize = 1 });
        Assert.Equal(3 * 2 * 2, seeds.Distinct().Count());
        training.ToNetwork();
        Assert.Equal(3 * 2 * 2, seeds.Count);
    }

    // A 2-bit activation is piecewise constant; its gradient is that of the clipped ramp at the same place.
    [Theory]
    [InlineData(-0.4, 0, 0)]
    [InlineData(0.3, 1 / 3.0, 1)]
    [InlineData(0.8, 2 / 3.0, 1)]
    [InlineData(1.4, 1, 0)]
    public void ClippedRelu_OfFewBits_PassesTheGradientOfItsRamp(double x, double y, double slope)
    {
        // One input, weights 1 and −1 behind the activation: logits (y, −y).
        var training = new NetworkTraining([1], [new DensePlan(1) { Bias = false }, ActivationPlan.ClippedRelu(2), new DensePlan(2)], new RandomStream(2));
        training.Parameters[0].Span[0] = x;
        new double[] { 1, -1, 0, 0 }.CopyTo(training.Parameters[1]);
        var (loss, gradient) = training.LossAndGradient(TrainingSet.Of(new Tensor([1, 1], new double[] { 1 }), [0], 2), [0]);
        Close.Equal(Math.Log(1 + Math.Exp(-2 * y)), loss, rtol: 1e-12);
        Close.Equal(-slope * 2 / (1 + Math.Exp(2 * y)), gradient[0][0], rtol: 1e-12, atol: 1e-15);
    }
}
