using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Emulation.Training;
using CircuitSim.Experiments;
using CircuitSim.Numerics;

namespace CircuitSim.Benchmarks;

/// <summary>The papers' networks trained from nothing: accuracy on the 10,000 test images, and the processor's time of all threads together.</summary>
internal static class TrainingRatios
{
    private const string DebianFashionMnist = "/usr/share/datasets/fashion-mnist";

    public static bool Run()
    {
        var data = Environment.GetEnvironmentVariable("CIRCUITSIM_DATA") is { Length: > 0 } named ? named : "data";
        var fashion = Path.Combine(data, ImageSet.FashionMnist.Name);
        return Measure("MNIST 784-32-10, sigmoid", ImageSet.Mnist, Path.Combine(data, ImageSet.Mnist.Name), [784], 94.5, 120,
                [new DensePlan(32), ActivationPlan.Sigmoid, new DensePlan(10)],
                new DescentOptions { Epochs = 5, BatchSize = 32, LearningRate = 0.1 })
            & Measure("Fashion-MNIST, two convolutions 5 × 5", ImageSet.FashionMnist, Directory.Exists(fashion) ? fashion : DebianFashionMnist, [1, 28, 28], 83, 900,
                [new ConvolutionPlan(8, 5), ActivationPlan.Relu, new PoolingPlan(2), new ConvolutionPlan(16, 5), ActivationPlan.Relu, new PoolingPlan(2), new DensePlan(10)],
                new DescentOptions { Epochs = 3, BatchSize = 32, LearningRate = 0.02, Decay = 0.5 })
            & Measure("MNIST 784-128-10, binary weights, 4-bit inputs and activations", ImageSet.Mnist, Path.Combine(data, ImageSet.Mnist.Name), [784], 96, 600,
                [ActivationPlan.ClippedRelu(4), new DensePlan(128) { View = WeightViews.Binary }, ActivationPlan.ClippedRelu(4, 4), new DensePlan(10) { View = WeightViews.Binary }],
                new DescentOptions { Epochs = 16, BatchSize = 64, LearningRate = 0.05, Decay = 0.8 });
    }

    private static bool Measure(string name, ImageSet set, string folder, int[] shape, double accuracy, double seconds, LayerPlan[] plan, DescentOptions options)
    {
        if (!ImageSetFolder.IsComplete(folder, set))
        {
            Console.WriteLine($"MISSED  {name}: no images in {folder}. {set.Obtain}");
            return false;
        }

        var (train, test) = (TrainingSet.Of(MnistFile.ReadTrain(folder, set), shape), MnistFile.ReadTest(folder, set));
        NetworkTraining Start(int jobs) => new(shape, plan, new RandomStream(1), jobs);
        var training = Start(Environment.ProcessorCount);
        using var process = Process.GetCurrentProcess();
        var (before, watch) = (process.TotalProcessorTime, Stopwatch.StartNew());
        training.Run(train, options);
        process.Refresh();
        var cpu = (process.TotalProcessorTime - before).TotalSeconds;
        var outputs = training.ToNetwork().Apply(new Tensor([test.Count, .. shape], test.Inputs.ToArray())).Values.Span;
        var found = 100 * Predictions.Of(outputs, new ClassRule(1), test).Accuracy;
        var holds = Criterion.AtLeast($"{name}, test accuracy [%]", found, accuracy, Text($"{options.Epochs} epochs"));
        holds &= Criterion.AtMost($"{name}, processor's time [s]", cpu, seconds, Text($"{watch.Elapsed.TotalSeconds:0.0} s on {Environment.ProcessorCount} threads, which others may use, too"));

        var part = TrainingSet.Of(MnistFile.ReadTrain(folder, set).Slice(0, 2000), shape);
        var weights = new[] { 1, 2, 3 }.Select(jobs =>
        {
            var start = Start(jobs);
            start.Run(part, options with { Epochs = 1 });
            return Convert.ToHexString(SHA256.HashData([.. start.Parameters.SelectMany(p => p.ToArray()).SelectMany(BitConverter.GetBytes)]));
        }).Distinct().Count();
        return holds & Criterion.AtMost($"{name}, different weights on 1, 2 and 3 threads", weights, 1, "2,000 images");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
