using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Emulation.Training;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Emulation.Training;

public class NetworkTrainingTests
{
    private const int Count = 40;

    private static readonly LabelledImages Digits = DigitsFile.Split(DigitsFile.ReadEmbedded()).Train;

    private static readonly Dictionary<string, (int[] Shape, LayerPlan[] Layers)> Plans = new()
    {
        ["dense"] = ([7], [new DensePlan(3)]),
        ["dense without bias"] = ([7], [new DensePlan(5) { Bias = false }, ActivationPlan.Tanh, new DensePlan(3) { Bias = false }]),
        ["sigmoid"] = ([7], [new DensePlan(5), ActivationPlan.Sigmoid, new DensePlan(3)]),
        ["tanh"] = ([7], [new DensePlan(5), ActivationPlan.Tanh, new DensePlan(3)]),
        ["relu"] = ([7], [new DensePlan(9) { Initial = InitialWeights.He }, ActivationPlan.Relu, new DensePlan(3)]),
        ["convolution"] = ([2, 5, 6], [new ConvolutionPlan(3, 3), new DensePlan(3)]),
        ["padded convolution with stride"] = ([2, 6, 5], [new ConvolutionPlan(4, 3) { Stride = 2, Pad = 1 }, ActivationPlan.Tanh, new ConvolutionPlan(2, 2) { Bias = false }, new DensePlan(3)]),
        ["convolution that leaves pixels over"] = ([1, 6, 6], [new ConvolutionPlan(2, 2) { Pad = 1 }, ActivationPlan.Tanh, new ConvolutionPlan(3, 3) { Stride = 3 }, new DensePlan(3)]),
        ["max pooling"] = ([2, 5, 6], [new ConvolutionPlan(2, 2), new PoolingPlan(2), ActivationPlan.Sigmoid, new DensePlan(3)]),
        ["average pooling"] = ([2, 5, 6], [new ConvolutionPlan(2, 2), new PoolingPlan(2, Average: true), ActivationPlan.Sigmoid, new DensePlan(3)]),
        ["rnn"] = ([4, 3], [new RnnPlan(5), new DensePlan(3)]),
        ["two rnns"] = ([4, 3], [new RnnPlan(4, EveryStep: true), new RnnPlan(3), new DensePlan(3)]),
        ["every step of an rnn"] = ([4, 3], [new RnnPlan(2, EveryStep: true), new DensePlan(3)]),
        ["lstm"] = ([4, 3], [new LstmPlan(5), new DensePlan(3)]),
        ["two lstms"] = ([4, 3], [new LstmPlan(4, EveryStep: true), new LstmPlan(3), new DensePlan(3)]),
        ["batch norm"] = ([7], [new DensePlan(5), new BatchNormPlan { Rate = 1 }, ActivationPlan.Tanh, new DensePlan(3)]),
        ["batch norm of channels"] = ([2, 5, 6], [new ConvolutionPlan(3, 3), new BatchNormPlan { Rate = 1 }, ActivationPlan.Sigmoid, new PoolingPlan(2), new DensePlan(3)]),
        ["two convolutions"] = ([1, 9, 9], [new ConvolutionPlan(2, 2), ActivationPlan.Relu, new PoolingPlan(2), new ConvolutionPlan(4, 3), ActivationPlan.Tanh, new PoolingPlan(2), new DensePlan(3)]),
    };

    public static TheoryData<string> Names => [.. Plans.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void LossAndGradient_OfAnyLayer_AgreesWithCentralDifferences(string name)
    {
        var (training, set) = Start(name);
        int[] batch = [5, 0, 3, 1];
        var (_, gradient) = training.LossAndGradient(set, batch);
        const double h = 1e-4;
        for (var p = 0; p < gradient.Count; p++)
        {
            var values = training.Parameters[p];
            for (var i = 0; i < values.Length; i++)
            {
                double LossAt(double step)
                {
                    var clean = values.Span[i];
                    values.Span[i] = clean + step;
                    var loss = training.LossAndGradient(set, batch).Loss;
                    values.Span[i] = clean;
                    return loss;
                }

                // Richardson: the h² of two central differences cancels.
                var (wide, narrow) = ((LossAt(h) - LossAt(-h)) / (2 * h), (LossAt(h / 2) - LossAt(-h / 2)) / h);
                Close.Equal((4 * narrow - wide) / 3, gradient[p][i], rtol: 1e-6, atol: 1e-10, where: $"parameter {i} of array {p}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ToNetwork_OfAnyPlan_GivesTheLossThatWasTrained(string name)
    {
        var (training, set) = Start(name);
        training.Run(set, new DescentOptions { Epochs = 3, BatchSize = 4, LearningRate = 0.01 });
        int[] batch = [.. Enumerable.Range(0, set.Count)];
        var normalized = Plans[name].Layers.OfType<BatchNormPlan>().Any();
        // At a rate of 1 the running means are those of the last batch, but for n / (n − 1) of the variance.
        var (loss, _) = training.LossAndGradient(set, batch);

        var network = training.ToNetwork();
        var outputs = network.Apply(Samples(name)).Values.ToArray();

        double Loss(int n) => Math.Log(outputs.Skip(3 * n).Take(3).Sum(Math.Exp)) - outputs[3 * n + set.Labels[n]];
        Close.Equal(batch.Average(Loss), loss, rtol: normalized ? 0.01 : 1e-12);
        Close.Equal(outputs, network.Folded().Apply(Samples(name)).Values.Span, rtol: 1e-12, atol: 1e-12);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_AtAnyNumberOfJobs_GivesTheSameBits(string name)
    {
        var weights = new[] { 1, 2, 3 }.Select(jobs =>
        {
            var (training, set) = Start(name, jobs);
            training.Run(set, new DescentOptions { Epochs = 2, BatchSize = 35, LearningRate = 0.01 });
            return training.Parameters.SelectMany(p => p.ToArray()).ToArray();
        }).ToArray();
        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[0], weights[2]);
    }

    // v ← μ v + g and w ← w − rate · v, written out for two steps on one batch.
    [Fact]
    public void Run_WithMomentumAndDecay_FollowsItsDefinition()
    {
        var (training, set) = Start("dense");
        double[] Weights() => training.Parameters[0].ToArray();
        double[] Gradient() => training.LossAndGradient(set, [.. Enumerable.Range(0, set.Count)]).Gradient[0];
        var (w, g) = (Weights(), Gradient());
        training.Run(set, new DescentOptions { Epochs = 1, BatchSize = 40, LearningRate = 0.1, Momentum = 0.5 });
        Close.Equal([.. w.Zip(g, (a, b) => a - 0.1 * b)], Weights(), rtol: 1e-12, atol: 1e-14);
        var (second, velocity) = (Weights(), g.Zip(Gradient(), (v, b) => 0.5 * v + b).ToArray());
        var copy = second.ToArray();
        training.Run(set, new DescentOptions { Epochs = 1, BatchSize = 40, LearningRate = 0.1, Momentum = 0.5 });
        Close.Equal([.. copy.Zip(velocity, (a, b) => a - 0.1 * b)], Weights(), rtol: 1e-12, atol: 1e-14);
    }

    [Fact]
    public void Run_WithAGradientLimit_TakesAStepOfThatLength()
    {
        var (training, set) = Start("tanh");
        double[] Weights() => [.. training.Parameters.SelectMany(p => p.ToArray())];
        var before = Weights();
        var gradient = training.LossAndGradient(set, [.. Enumerable.Range(0, set.Count)]).Gradient.SelectMany(g => g).ToArray();
        var norm = Math.Sqrt(gradient.Sum(g => g * g));
        training.Run(set, new DescentOptions { Epochs = 1, BatchSize = 40, LearningRate = 0.1, GradientLimit = norm / 4 });
        Close.Equal([.. before.Zip(gradient, (w, g) => w - 0.1 * g / 4)], Weights(), rtol: 1e-12, atol: 1e-14);
    }

    // Zanotti's network on Digits: 90 to 92.6 % in NumPy, split as it stands.
    [Fact]
    [Trait("Category", "slow")]
    public void Run_WithBinaryWeightsAndFourBits_ReachesTheClaimedAccuracy()
    {
        var training = new NetworkTraining([64], [ActivationPlan.ClippedRelu(4), new DensePlan(64) { View = WeightViews.Binary }, ActivationPlan.ClippedRelu(4, 4), new DensePlan(10) { View = WeightViews.Binary }], new RandomStream(1), 2);
        training.Run(TrainingSet.Of(Digits), new DescentOptions { Epochs = 12, BatchSize = 16, LearningRate = 0.05, Decay = 0.8 });

        var network = training.ToNetwork();

        Assert.All(network.Matrices, m => Assert.Single(m.Weights.Values[..^m.Weights.Outputs].ToArray().Select(Math.Abs).Distinct()));
        var test = DigitsFile.Split(DigitsFile.ReadEmbedded()).Test;
        Assert.InRange(100 * Predictions.Of(network.Apply(test.ToTensor()).Values.Span, new ClassRule(1), test).Accuracy, 88, 100);
    }

    [Fact]
    public void Run_WithoutMomentum_IsTheSoftmaxRegression()
    {
        var set = TrainingSet.Of(Digits);
        var training = new NetworkTraining([64], [new DensePlan(10)], new RandomStream(5));
        var regression = SoftmaxRegression.Train(Digits, new TrainingOptions { Epochs = 0 }, new RandomStream(5)).ToMatrix().Values.ToArray();
        regression.CopyTo(training.Parameters[0]);
        training.Run(set, new DescentOptions { Epochs = 3, BatchSize = 16, LearningRate = 0.01, Momentum = 0 });
        var expected = SoftmaxRegression.Train(Digits, new TrainingOptions { Epochs = 3 }, new RandomStream(5)).ToMatrix();
        Close.Equal(expected.Values, training.Parameters[0].Span, rtol: 1e-10, atol: 1e-12);
    }

    [Fact]
    public void Plan_ThatIsNotPossible_NamesItsLayer()
    {
        NetworkTraining Plan(int[] shape, params LayerPlan[] layers) => new(shape, layers, new RandomStream(1));
        Assert.Contains("layer 2", Fault(() => Plan([1, 4, 4], new DensePlan(3), new ConvolutionPlan(2, 3))));
        Assert.Contains("layer 1", Fault(() => Plan([1, 4, 4], new ConvolutionPlan(2, 5))));
        Assert.Contains("layer 1", Fault(() => Plan([4], new DensePlan(0))));
        Assert.Contains("[64]", Fault(() => Plan([63], new DensePlan(10)).Run(TrainingSet.Of(Digits), new DescentOptions())));
        Assert.Contains("Momentum", Fault(() => new DescentOptions { Momentum = 1 }.Validated()));
        Assert.Contains("GradientLimit", Fault(() => new DescentOptions { GradientLimit = 0 }.Validated()));
        Assert.Contains("label of sample 1", Fault(() => TrainingSet.Of(new Tensor([2, 1], new double[2]), [0, 3], 3)));
        Assert.Contains("learning rate", Fault(() => Plan([64], new DensePlan(9), ActivationPlan.Relu, new DensePlan(10)).Run(TrainingSet.Of(Digits), new DescentOptions { LearningRate = 1e200 })));
    }

    [Fact]
    public void Run_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => new NetworkTraining([64], [new DensePlan(10)], new RandomStream(1)).Run(TrainingSet.Of(Digits), new DescentOptions(), null, source.Token));
    }

    private static string Fault(Action action) => Assert.Throws<InvalidParameterException>(action).Message;

    private static (NetworkTraining Training, TrainingSet Set) Start(string name, int jobs = 1) =>
        (new NetworkTraining(Plans[name].Shape, Plans[name].Layers, new RandomStream(4), jobs), TrainingSet.Of(Samples(name), [.. Enumerable.Range(0, Count).Select(n => (2 + n * n) % 3)], 3));

    private static Tensor Samples(string name)
    {
        var stream = new RandomStream(9);
        return new Tensor([Count, .. Plans[name].Shape], Enumerable.Range(0, Count * Plans[name].Shape.Aggregate(1, (a, b) => a * b)).Select(_ => stream.NextUniform(-1, 1)).ToArray());
    }
}
