using System.Globalization;
using System.Text.Json.Nodes;
using CircuitSim.Devices;
using CircuitSim.Engine;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Devices;
using CircuitSim.Netlists.Cards;
using CircuitSim.Tests.Devices.Fitting;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments;

public class DeviceFitTests
{
    private static readonly string Knowm = Path.Combine(Repository.Root, "device-models/measured/knowm-sdc-loop.csv");

    /// <summary>A loop that was read off a published picture: VTEAM with Biolek's window follows it to a seventh, and the report shows how.</summary>
    [Fact]
    public void Fit_OfAPublishedLoop_FollowsItAndReadsBack()
    {
        using var folder = new TemporaryFolder();
        var result = DeviceFit.Run([Knowm], new DeviceFitOptions { IsExchanged = true, Window = "biolek" }, CancellationToken.None);
        Assert.True(result.Fit.Converged);
        Assert.InRange(result.Fit.Rms, 0, 0.15);
        Assert.Equal(50, result.Fit.Used + result.Fit.LeftOut);
        // At +0.42 V 318.5 µA, at −0.66 V 80.4 µA after the reset.
        Assert.InRange(result.Fit.Parameters.Single(p => p.Key == "ron").Value, 1.2e3, 1.6e3);
        Assert.Contains("they show no threshold", result.Fit.Parameters.Single(p => p.Key == "von").Reason, StringComparison.Ordinal);
        Assert.Contains("the model misses something systematic", result.Requirements.Single(r => r.Id == "systematic").Found, StringComparison.Ordinal);

        using (var written = ResultFolder.Prepare(folder.File("fit"), "device-fit"))
        {
            DeviceFitReport.Write(result, written);
            written.Commit();
        }

        var text = File.ReadAllText(folder.File("fit/card.lib"));
        Assert.All(text, c => Assert.True(char.IsAscii(c)));
        Assert.Contains($"* Source: knowm-sdc-loop.csv, 50 rows, sha256 {result.Files[0].Sha256}", text, StringComparison.Ordinal);
        Assert.Contains("The device was measured the other way round", text, StringComparison.Ordinal);
        var json = JsonNode.Parse(File.ReadAllText(folder.File("fit/result.json")))!;
        Assert.Equal(result.Files[0].Sha256, (string?)json["inputs"]![0]!["sha256"]);
        Assert.Equal(1, (int)json["seed"]!);
        Assert.Equal(3, System.Xml.Linq.XDocument.Load(folder.File("fit/report.html")).Descendants().Count(e => e.Name.LocalName == "svg"));

        // The engine, driven by the measured voltage, has the fitted currents.
        var measured = new MeasurementFile(Knowm, isExchanged: true);
        var sweep = DeviceSweep.Run(DeviceModel.Load(folder.File("fit/card.lib"), []), new DeviceSweepOptions { Measured = measured }, [new BuiltInSimulator()], CancellationToken.None);
        Assert.All(sweep.Requirements, r => Assert.True(r.Passed, r.Statement + r.Found));
        foreach (var (k, current) in result.Fit.Currents[0].Index())
            Close.Equal(current, sweep.Trace.CurrentAt(result.Series[0].Times[k] - result.Series[0].Times[0]), rtol: 1e-2, atol: 1e-7, where: $"row {k}");
    }

    [Fact]
    public void Fit_Twice_WritesTheSameCard()
    {
        string Card() => DeviceFit.Run([Knowm], new DeviceFitOptions { IsExchanged = true, Starts = 2 }, CancellationToken.None).CardText;
        Assert.Equal(Card(), Card());
    }

    [Fact]
    public void Fit_OfALoopAndATrainTogether_GivesTheCardBack()
    {
        using var folder = new TemporaryFolder();
        var device = SyntheticDevice.Random(11, CurrentVoltageForm.Linear, StateWindow.None);
        var (loop, width) = (device.Loop(300, 1, true, noise: 0), 0.05 * device.P.WOff);
        List<(double Voltage, double Width)> pulses = [];
        foreach (var factor in new[] { 1.3, 1.6 })
        {
            pulses.AddRange(Enumerable.Repeat((factor * device.P.VOn, Math.Abs(width / new Vteam(device.P).Drive(factor * device.P.VOn))), 10));
            pulses.AddRange(Enumerable.Repeat((factor * device.P.VOff, Math.Abs(width / new Vteam(device.P).Drive(factor * device.P.VOff))), 10));
        }

        var train = device.Train(pulses);
        string Line(params double[] values) => string.Join(',', values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));
        File.WriteAllLines(folder.File("loop.csv"), ["current_ma,time_us,voltage_v", .. Enumerable.Range(0, loop.Count).Select(k => Line(1e3 * loop.Currents[k], 1e6 * loop.Times[k], loop.To[k]))]);
        File.WriteAllLines(folder.File("train.csv"), ["width_ns,pulse voltage [mV],resistance_kohm", .. Enumerable.Range(0, train.Count).Select(k => Line(1e9 * train.Durations[k], 1e3 * train.To[k], 1e-4 / train.Currents[k]))]);
        var result = DeviceFit.Run([folder.File("loop.csv"), folder.File("train.csv")], new DeviceFitOptions { Starts = 4 }, CancellationToken.None);
        var card = VteamCard.ToParameters(result.Card);
        foreach (var (found, truth) in new[] { (card.ROn, device.P.ROn), (card.ROff, device.P.ROff), (card.KOn, device.P.KOn), (card.KOff, device.P.KOff), (card.AlphaOn, device.P.AlphaOn), (card.AlphaOff, device.P.AlphaOff), (card.VOn, device.P.VOn), (card.VOff, device.P.VOff), (card.Start, device.Start) })
            Close.Equal(truth, found, rtol: 5e-3);
        Assert.Equal(["start of loop.csv", "start of train.csv"], result.Fit.Parameters.Skip(8).Select(p => p.Key));
    }

    [Fact]
    public void Fit_OfLinearIonDrift_WritesACardThatNetlistsRead()
    {
        var result = DeviceFit.Run([Knowm], new DeviceFitOptions { Model = DeviceFitOptions.IonDrift, Starts = 2 }, CancellationToken.None);
        var card = Assert.Single(ModelCardReader.Read(result.CardText));
        Assert.IsType<IonDrift>(MemristorCard.ToModel(card));
        Assert.Equal("knowm_sdc_loop", card.Name);
    }

    [Theory]
    [InlineData("under positive voltages the measured resistance falls, where the model's rises: the device was measured the other way round.", null, null, null)]
    [InlineData("leave r_init out", "r_init=2k", null, null)]
    [InlineData("vteam_nosuch", null, null, "vteam_nosuch")]
    [InlineData("has no key 'voof'; did you mean voff?", "voof=0.3", null, null)]
    [InlineData("voff = -300 mV must be finite and above zero", "voff=-0.3", null, null)]
    [InlineData("'voff' is not key=value, such as voff=0.3.", "voff", null, null)]
    [InlineData("'woff' is no parameter that is fitted; there are: ron, roff, kon, aon, von, koff, aoff, voff.", null, "woff=1n:2n", null)]
    [InlineData("'aoff=5' is not key=low:high, such as aoff=1:5.", null, "aoff=5", null)]
    [InlineData("the bounds of aoff, 5 and 5, must differ, be of one sign.", null, "aoff=5:5", null)]
    public void Fit_ThatCannotBe_SaysWhy(string words, string? fix, string? bound, string? start)
    {
        var options = new DeviceFitOptions { IsExchanged = fix is not null || bound is not null, Fixed = fix is null ? [] : [fix], Bounds = bound is null ? [] : [bound], Start = start };
        var fault = Assert.ThrowsAny<CircuitSimException>(() => DeviceFit.Run([Knowm], options, CancellationToken.None));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Overlays_OfPulsesAndSwitchingTimes_AreInTheirFigures()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("reads.csv"), "voltage_v,width_ns,count,resistance_kohm\n-2,0.1,3,200\n0.6,5,2,250\n");
        File.WriteAllText(folder.File("times.csv"), "voltage_v,switching time [ns]\n-2,1\n0.6,30\n");
        var model = DeviceModel.Load("vteam_magic", []);
        var pulses = DevicePulseTrain.Run(model, new DevicePulseOptions { Measured = new MeasurementFile(folder.File("reads.csv")) }, [new BuiltInSimulator()], CancellationToken.None);
        Assert.Equal([-2, -2, -2, 0.6, 0.6], pulses.Steps.Select(s => s.Pulse.Voltage));
        Close.Equal([3, 200e3, 5, 250e3], [.. pulses.Options.Measured!.Reads(0.1).SelectMany(r => new[] { r.Pulse, r.Resistance })], rtol: 1e-12);
        var threshold = DeviceThreshold.Run(model, new DeviceThresholdOptions { Measured = new MeasurementFile(folder.File("times.csv")) }, new BuiltInSimulator(), CancellationToken.None);
        Check(f => DevicePulseReport.Write(pulses, f), "device-pulse", "pulses", "measured: reads.csv");
        Check(f => DeviceThresholdReport.Write(threshold, f), "device-threshold", "switching_times", "measured: times.csv");

        void Check(Action<ResultFolder> write, string study, string figure, string line)
        {
            using (var written = ResultFolder.Prepare(folder.File(study), study))
            {
                write(written);
                written.Commit();
            }

            var page = System.Xml.Linq.XDocument.Load(folder.File($"{study}/report.html"));
            Assert.Contains(line, FigureReader.Of(page, figure).Hovers);
            Assert.NotNull(JsonNode.Parse(File.ReadAllText(folder.File($"{study}/result.json")))!["inputs"]);
        }
    }
}
