using System.Text.Json.Nodes;
using System.Xml.Linq;
using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Emulation;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Studies;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments;

[Collection(TrainedMnistGroup.Name)]
public class IrDropSweepTests(TrainedMnist mnist)
{
    private static readonly StudyValues Small = new StudyValues().With(IrDropSweep.Wires, [0, 0.1, 2]).With(IrDropSweep.TileRows, [16, 64]).With(IntegerOption.Jobs, 2);

    [MnistFact]
    [Trait("Category", "slow")]
    public void Run_OnMnist_HoldsItsLawsAndGivesTheSameBitsForAnyJobs()
    {
        using var folder = new TemporaryFolder();
        var options = Small.With(IrDropSweep.Network, SaveNetwork(folder)).With(DataFolderOption.Instance, MnistImages.DataFolder);
        var result = Run(options);
        Assert.Equal(6, result.Cases.Count);
        Assert.Equal(10000, result.Images);
        Assert.Equal(mnist.Network.Predict(mnist.Test).Correct, result.WithoutWires);
        Assert.InRange(result.OutputDifference, 0, 1e-12);
        foreach (var c in result.Cases.Where(c => c.WireResistance == 0))
        {
            Assert.Equal((result.Ideal.Correct, 0), (c.Correct, c.Changed));
            Assert.InRange(c.CurrentError.Worst, 0, 1e-12);
        }

        // More wire, less current, at any height; and a longer bit line loses more.
        foreach (var tile in result.Cases.GroupBy(c => c.TileRows))
        {
            var losses = tile.OrderBy(c => c.WireResistance).Select(c => c.Losses[0].Total).ToList();
            Assert.True(losses[0] < losses[1] && losses[1] < losses[2], string.Join(' ', losses));
            Assert.All(tile, c => Assert.True(c.Losses[0].WorstColumn >= c.Losses[0].Total - 1e-12));
        }

        Assert.True(Case(result, 64, 2).Losses[0].Total > Case(result, 16, 2).Losses[0].Total);
        Assert.Equal(2, result.Recommendations().Count());
        Assert.Contains("is useless as it stands", result.Warnings().First(), StringComparison.Ordinal);

        var alone = Run(options.With(IntegerOption.Jobs, 1));
        Assert.Equal(Json(result), Json(alone));
        AssertReportShowsTheTable(result, folder);
    }

    [MnistFact]
    [Trait("Category", "slow")]
    public void Run_NetworkOfAnotherShape_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var network = new DenseNetwork([new DenseLayer(64, 10, new double[640], new double[10])]);
        TrainedNetworkFile.Write(folder.File("n.npz"), network, new TrainingProvenance(network.Sizes, 1, new TrainingOptions(), new string('0', 64), new string('0', 64)));
        var e = Assert.Throws<InvalidParameterException>(() =>
            Run(Small.With(IrDropSweep.Network, folder.File("n.npz")).With(DataFolderOption.Instance, MnistImages.DataFolder)));
        Assert.Contains("[64 → 10]; expected [784 → … → 10]", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Obtain_FileOfThisVeryTraining_IsTakenAndAnyOtherIsNot()
    {
        using var folder = new TemporaryFolder();
        var path = MnistNetwork.CachePath(folder.Path, 7);
        var kept = new DenseNetwork([new DenseLayer(784, 32, new double[784 * 32], new double[32]), new DenseLayer(32, 10, new double[320], new double[10])]);
        var provenance = TrainingProvenance.Of(ImageSet.Mnist, kept.Sizes, 7, MnistNetwork.Options);
        TrainedNetworkFile.Write(path, kept, provenance);
        var (network, remark) = MnistNetwork.Obtain(folder.Path, 7, null, CancellationToken.None);
        Assert.Equal(TrainedNetworkFile.WeightsSha256(kept), TrainedNetworkFile.WeightsSha256(network));
        Assert.Equal("trained before", remark);

        // Otherwise it trains anew, for which the images are missing here.
        TrainedNetworkFile.Write(path, kept, provenance with { Seed = 8 });
        Assert.Throws<DataFileException>(() => MnistNetwork.Obtain(folder.Path, 7, null, CancellationToken.None));
        File.WriteAllText(path, "corrupt");
        Assert.Contains("circuitsim data get mnist", Assert.Throws<DataFileException>(() => MnistNetwork.Obtain(folder.Path, 7, null, CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 9460, 9400, 9390 }, 64)] // 0, 0.6, 0.7 points
    [InlineData(new[] { 9460, 9300, 9460 }, 16)] // what stands above a height that loses more does not count
    [InlineData(new[] { 9000, 9460, 9460 }, null)]
    public void LargestTile_KnownLosses_IsTheLastWithinTheBound(int[] correct, int? expected)
    {
        var result = Result(correct.Select((c, k) => Case(2, new[] { 16, 32, 64 }[k], c)));
        Assert.Equal(expected, result.LargestTile(result.Cases));
    }

    [Fact]
    public void Recommendations_NoHeightWithinTheBound_NameTheROnThatWouldDo()
    {
        var result = Result([Case(0, 16, 9460), Case(0.5, 16, 9450), Case(2, 16, 5000)]);
        Assert.Equal(
            [
                "At 500 mΩ per segment, R_on 1 kΩ, driven from one end: tile to at most 16 rows, which loses at most 1 point of accuracy.",
                "At 2 Ω per segment, R_on 1 kΩ, driven from one end: no height of this sweep loses at most 1 point of accuracy. With R_on and R_off 4 times as high (R_on 4 kΩ), tiles of 16 rows would.",
            ],
            result.Recommendations());
    }

    [Fact]
    public void Recommendations_NoHeightWithinTheBound_NameAnROnOfTheSweepThatDoes()
    {
        IrDropCase[] cases = [Case(1, 16, 5000), Case(1, 16, 9000) with { OnResistance = 1e4 }, Case(1, 16, 9450) with { OnResistance = 1e5 }];
        Assert.Contains("no height of this sweep loses at most 1 point of accuracy. With R_on 100 kΩ, tiles of 16 rows would.", Result(cases).Recommendations().First(), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        foreach (var options in new[]
        {
            Small.With(IrDropSweep.Wires, []), Small.With(IrDropSweep.Wires, [-1]), Small.With(IrDropSweep.TileRows, [0]), Small.With(IrDropSweep.OnResistances, [0]), Small.With(IrDropSweep.Ratio, 1),
            Small.With(IrDropSweep.Ratio, double.NaN), Small.With(IrDropSweep.Drives, ""), Small.With(IrDropSweep.Levels, 1), Small.With(IrDropSweep.LossBound, -1), Small.With(IntegerOption.Jobs, 0),
        })
        {
            Assert.Throws<InvalidParameterException>(() => new IrDropSweep().Check(new StudyRun(options, new SilentProgress())));
        }
    }

    private static IrDropSweepResult Run(StudyValues options) => IrDropSweep.Sweep(new StudyRun(options, new SilentProgress()));

    private string SaveNetwork(TemporaryFolder folder)
    {
        TrainedNetworkFile.Write(folder.File("n.npz"), mnist.Network, TrainingProvenance.Of(ImageSet.Mnist, mnist.Network.Sizes, 1, MnistNetwork.Options));
        return folder.File("n.npz");
    }

    private static void AssertReportShowsTheTable(IrDropSweepResult result, TemporaryFolder temporary)
    {
        using (var folder = ResultFolder.Prepare(temporary.File("out")))
        {
            StudyFiles.Write(new IrDropSweep(), result.Options, result.Tell(), folder);
            folder.Commit();
        }

        var page = XElement.Parse(File.ReadAllText(temporary.File("out/report.html")).Replace("<!DOCTYPE html>\n", "", StringComparison.Ordinal));
        var table = JsonNode.Parse(File.ReadAllText(temporary.File("out/result.json")))!["tables"]!["ir_drop"]!;
        var columns = table["columns"]!.AsArray().Select(c => c!.GetValue<string>()).ToList();
        foreach (var (figure, column) in new[] { ("ir_drop_accuracy", "accuracy_percent"), ("ir_drop_current_loss", "layer_1_current_loss_percent"), ("ir_drop_worst_column", "layer_1_worst_column_loss_percent") })
        {
            var drawn = FigureReader.Of(page, figure);
            double[] shown = [.. drawn.LineNames.Where(n => n != "ideal network").SelectMany(drawn.Heights)];
            double[] written = [.. table["rows"]!.AsArray().Select(row => row![columns.IndexOf(column)]!.GetValue<double>())];
            Close.Equal(written, shown, rtol: 0, atol: 3e-4 * (drawn.YTicks.Length > 0 ? 100 : 0));
        }
    }

    private static string Json(IrDropSweepResult result)
    {
        var document = JsonNode.Parse(StudyFiles.Json(new IrDropSweep(), result.Options, result.Tell()))!.AsObject();
        document.Remove("timing");
        return document.ToJsonString();
    }

    private static IrDropCase Case(IrDropSweepResult result, int tileRows, double wire) =>
        result.Cases.Single(c => c.TileRows == tileRows && c.WireResistance == wire);

    private static IrDropCase Case(double wire, int tileRows, int correct) =>
        new(1e3, WordLineDrive.OneEnd, wire, tileRows, correct, 0, [new CurrentLoss(0.1, 0.2, 0, 0)], new CurrentError(0, 0));

    private static IrDropSweepResult Result(IEnumerable<IrDropCase> cases)
    {
        var images = new LabelledImages(1, 1, 1, 2, new byte[10000], new byte[10000]);
        return new IrDropSweepResult
        {
            Options = new StudyValues(),
            Sizes = [784, 32, 10],
            WeightsSha256 = "",
            Ideal = Predictions.Of(new double[20000], new ClassRule(1), images),
            WithoutWires = 9460,
            OutputDifference = 0,
            Cases = [.. cases],
            Timing = [],
        };
    }
}
