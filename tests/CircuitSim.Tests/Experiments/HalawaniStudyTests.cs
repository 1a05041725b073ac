using System.Xml.Linq;
using CircuitSim.Cosimulation;
using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Encodings;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Studies;
using CircuitSim.Numerics;
using CircuitSim.Tests.Emulation;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments;

public class HalawaniStudyTests
{
    private static readonly LabelledImages Digits = DigitsFile.Split(DigitsFile.ReadEmbedded()).Test;
    private static readonly DenseNetwork Dense = DenseNetworkTrainingTests.RandomNetwork([64, 19, 10], 8);
    private static readonly WeightMatrix[] Weights = [.. Dense.Layers.Select(l => l.ToMatrix())];
    private static readonly HalawaniMethod Standard = HalawaniMethod.Of(new StudyValues());

    /// <summary>A study of few samples and images: every claim is there, and nothing depends on the number of threads.</summary>
    [MnistFact]
    [Trait("Category", "slow")]
    public void Run_OnMnist_GivesTheSameBitsForAnyJobs()
    {
        var values = new StudyValues().With(HalawaniMnist.Samples, 1).With(HalawaniMnist.Images, 50).With(DataFolderOption.Instance, MnistImages.DataFolder);
        StudyResult At(int jobs) => new HalawaniMnist().Run(new StudyRun(values.With(IntegerOption.Jobs, jobs), new SilentProgress()));
        var (alone, together) = (At(1), At(2));
        Assert.Equal(alone.CsvTables.Select(t => t.ToCsv()), together.CsvTables.Select(t => t.ToCsv()));
        Assert.Equal(alone.Claims, together.Claims);
        Assert.Distinct(alone.Claims.Select(c => c.Id));
        Assert.All(alone.Claims, c => Assert.True(double.IsFinite(c.Value), c.Id));
        // Exact whatever the images are.
        foreach (var id in new[] { "halawani.half-a-bin-16", "halawani.half-a-bin-17", "halawani.dynamic-range", "halawani.circuit-is-emulator" })
            Assert.Equal(ClaimVerdict.Passed, alone.Claims.Single(c => c.Id == id).Verdict);
        Assert.Equal(6, XElement.Parse(alone.Report.ToString().Replace("<!DOCTYPE html>\n", "", StringComparison.Ordinal)).Descendants().Count(e => e.Name.LocalName == "svg"));
    }

    /// <summary>Reading is linear: the weights that the arrays hold, multiplied exactly, are the arrays themselves, column by column.</summary>
    [Theory]
    [InlineData(OffsetReference.Column)]
    [InlineData(OffsetReference.NoisyColumn)]
    public void Classify_VariedArrays_IsWhatTheMappedNetworkReads(OffsetReference reference)
    {
        var (network, method) = (Dense.ToNetwork(), Standard with { Subtracted = reference });
        var arrays = method.Encode(Weights, 16, 10);
        var inputs = InputBatch.Of(Digits);
        foreach (var sparse in new[] { inputs, null })
        {
            var images = new HalawaniNetwork(network, Digits, [64], sparse, Dense.Rule);
            var weights = method.Vary(arrays, 0.1, new RandomStream(3));
            // The same weights in arrays of their own, without levels.
            var mapped = MappedNetwork.Of(network, (k, _) => new OffsetColumn(1e-3, 1e-5).Encode(weights[k]), 0.2);
            Assert.Equal(Predictions.Of(mapped.Outputs(inputs), Dense.Rule, Digits).Classes, images.Classify(weights).Classes);
        }
    }

    /// <summary>An exact reference does not vary: what each weight is off by is its own cell's doing. A noisy one shifts all weights of a row alike.</summary>
    [Fact]
    public void Vary_ExactAndNoisyReference_DifferByOneShiftForEachRow()
    {
        WeightMatrix First(OffsetReference reference)
        {
            var method = Standard with { Subtracted = reference };
            return method.Vary(method.Encode(Weights, 17, 10), 0.1, new RandomStream(3))[0];
        }

        var (quantized, noisy) = (First(OffsetReference.QuantizedColumn), First(OffsetReference.NoisyColumn));
        for (var i = 0; i < quantized.Rows; i++)
        {
            double[] shift = [.. Enumerable.Range(0, quantized.Outputs).Select(k => quantized[i, k] - noisy[i, k])];
            Assert.NotEqual(0, shift[0]);
            Close.Equal([.. shift.Select(_ => shift[0])], shift, rtol: 0, atol: 1e-12, where: $"row {i}");
        }
    }

    /// <summary>v bounds what a cell is off by under both laws that are cut off there.</summary>
    [Theory]
    [InlineData("truncated")]
    [InlineData("code")]
    public void Vary_LawsThatAreCutOff_StayWithinTheVariation(string law)
    {
        var method = HalawaniMethod.Of(HalawaniMethod.Law.Choose(new StudyValues(), law));
        var clean = method.Encode(Weights, null, 10);
        foreach (var (weights, array, matrix) in method.Vary(clean, 0.2, new RandomStream(3)).Zip(clean, Weights))
        {
            var slope = 1 / array.CurrentDecode[0];
            for (var k = 0; k < weights.Values.Length; k++)
            {
                var cell = array.Conductances[k / weights.Outputs * array.Columns + k % weights.Outputs];
                Assert.InRange(Math.Abs(weights.Values[k] - matrix.Values[k]) * slope, 0, 0.2 * cell * (1 + 1e-12));
            }
        }
    }

    /// <summary>What each sample leaves is what the next one starts from; without variation and levels nothing is lost on the way.</summary>
    [Fact]
    public void Solve_SamplesThatOverwrite_StartFromTheLastOne()
    {
        var inputs = InputBatch.Of(Digits);
        var network = new HalawaniNetwork(Dense.ToNetwork(), Digits, [64], inputs, Dense.Rule);
        int[] Correct(bool overwrites, int levels, double variation)
        {
            var point = new HalawaniPoint("p", Standard with { Overwrites = overwrites, VariationLaw = "normal" }, levels, 10, variation, 3);
            HalawaniPoint.Solve(new StudyRun(new StudyValues().With(IntegerOption.Jobs, 2), new SilentProgress()), network, [point], new RandomStream(5), new SilentProgress().Begin("p"));
            return point.Correct;
        }

        Assert.Equal(Correct(false, 16, 0.3)[0], Correct(true, 16, 0.3)[0]);
        Assert.NotEqual(Correct(false, 16, 0.3)[1..], Correct(true, 16, 0.3)[1..]);
        Assert.Equal([.. Enumerable.Repeat(Dense.Predict(Digits).Correct, 3)], Correct(true, 1 << 16, 0));
    }

    /// <summary>A convolutional network with all its weights in cells of any conductance is the network itself, block by block of images.</summary>
    [Fact]
    public void Classify_ConvolutionsInCells_AreTheNetworks()
    {
        var random = new RandomStream(2);
        Memory<double> Numbers(int count) => Enumerable.Range(0, count).Select(_ => random.NextNormal()).ToArray();
        var network = Network.InARow(
            ("conv", ConvOperator.Of(new Tensor([3, 1, 3, 3], Numbers(27)), new Tensor([3], Numbers(3)), WindowGeometry.Square(3, 1))),
            ("relu", ActivationOperator.Relu), ("flatten", DigitalOperator.Flatten()), ("dense", new DenseOperator(new WeightMatrix(109, 10, Numbers(1090).Span))));
        var expected = Predictions.Of(network.Apply(Digits.ToPictures()).Values.Span, new ClassRule(0), Digits);
        var images = new HalawaniNetwork(network, Digits, [1, 8, 8], null, new ClassRule(0));
        Assert.Equal(expected.Classes, images.Classify(Standard.Encode(images.Weights, null, 10)).Classes);
        var (first, both) = (Standard.Encode(images.Weights, 4, 10)[0].ToWeights(), Standard.Encode(images.Weights, 4, 10));
        Assert.NotEqual(images.Classify(images.With(0, first)).Classes.ToArray(), images.Classify(both).Classes.ToArray());
    }

    /// <summary>NumPy's linear quantiles of 1 … 5.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 2)]
    [InlineData(0.6, 3.4)]
    [InlineData(1, 5)]
    public void Quantile_OfFive_IsLinearBetweenThem(double share, double expected) => Close.Equal(expected, HalawaniPoint.Quantile([1, 2, 3, 4, 5], share), rtol: 1e-15);
}
