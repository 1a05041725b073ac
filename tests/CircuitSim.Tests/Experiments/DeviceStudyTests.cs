using CircuitSim.Engine;
using CircuitSim.Experiments.Devices;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Cards;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments;

public class DeviceStudyTests
{
    private const string Keys = "ron=1k roff=300k kon=-216.2 koff=0.091 aon=4 aoff=4 von=-1.5 voff=0.3 won=0 woff=3n";

    private static readonly BuiltInSimulator Engine = new();

    public static TheoryData<string> Cards => [.. DeviceModelLibrary.Cards().Select(c => c.Card.Name)];

    [Theory]
    [MemberData(nameof(Cards))]
    public void Threshold_OfEveryCard_AgreesWithTheIntegral(string card)
    {
        var result = DeviceThreshold.Run(DeviceModel.Load(card, []), new DeviceThresholdOptions { ReadVoltage = 10e-3 }, Engine, CancellationToken.None);
        Assert.True(Of(result, "agreement").Passed, Of(result, "agreement").Found);
        Assert.True(Of(result, "dead-zone").Passed);
        Assert.Equal("exactly 0 by the integral, exactly 0 by builtin", Of(result, "read-disturb").Found);
        Assert.True(Of(result, "abrupt-between").Passed);
        Assert.Null(Of(result, "abrupt-threshold").Passed);
        Assert.All(new[] { result.Set, result.Reset }, map => Assert.Equal(9 * 16, map.Exact.Count));
    }

    [Theory]
    [InlineData("window=joglekar p=2 w0=1n")]
    [InlineData("window=prodromakis p=2 j=1.2 w0=1n")]
    [InlineData("window=biolek p=3 iv=exponential")]
    [InlineData("window=exponential waoff=2.8n waon=0.2n wc=0.2n")]
    public void Threshold_InEveryWindow_AgreesWithTheIntegral(string window)
    {
        var result = DeviceThreshold.Run(Load($"{Keys} {window}"), new DeviceThresholdOptions { Completeness = 0.9 }, Engine, CancellationToken.None);
        Assert.True(Of(result, "agreement").Passed, Of(result, "agreement").Found);
    }

    [Fact]
    public void Threshold_WhoseReadsWrite_SaysSo()
    {
        var result = DeviceThreshold.Run(DeviceModel.Load("vteam_technion", []), new DeviceThresholdOptions(), Engine, CancellationToken.None);
        Assert.False(result.Passed);
        Assert.Equal("180 mV beyond it", Of(result, "dead-zone").Found);
        Assert.Equal("100 % by the integral, 100 % by builtin", Of(result, "read-disturb").Found);
    }

    [Fact]
    public void Threshold_Margins_AreThoseOfTheClosedForm()
    {
        // 3 nm · 0.99 at 216.2 (2/1.5 − 1)^4 m/s.
        var time = 0.99 * 3e-9 / (216.2 * Math.Pow(2 / 1.5 - 1, 4));
        var options = new DeviceThresholdOptions { SetVoltage = -2, ResetVoltage = 0.5, SetTime = 1.001 * time, ResetTime = 1e-9 };
        var result = DeviceThreshold.Run(DeviceModel.Load("vteam_magic", []), options, Engine, CancellationToken.None);
        Assert.True(Of(result, "set").Passed);
        Assert.True(Of(result, "abrupt-set").Passed);
        Assert.False(Of(result, "reset").Passed);
        Assert.StartsWith("holds from a width of 165.2 ns on", Of(result, "abrupt-reset").Found, StringComparison.Ordinal);
        var short1 = DeviceThreshold.Run(DeviceModel.Load("vteam_magic", []), options with { SetTime = 0.999 * time }, Engine, CancellationToken.None);
        Assert.False(Of(short1, "set").Passed);
        var (overdrive, set, reset) = result.Overdrives.Single(o => o.Overdrive == 1);
        Close.Equal(0.99 * 3e-9 / 216.2, set, rtol: 1e-12, where: $"set at {overdrive}");
        Close.Equal(0.99 * 3e-9 / 0.091, reset, rtol: 1e-12, where: $"reset at {overdrive}");
    }

    [Theory]
    [MemberData(nameof(Cards))]
    public void Pulses_StandardTrain_SetAndResetInTenSteps(string card)
    {
        var model = DeviceModel.Load(card, []);
        var result = DevicePulseTrain.Run(model, new DevicePulseOptions(), [Engine], CancellationToken.None);
        Assert.All(result.Requirements, r => Assert.True(r.Passed, r.Found));
        Assert.Equal(24, result.Steps.Count);
        Assert.InRange(result.Steps[11].State, 0, 0.02);
        Assert.InRange(result.Steps[23].State, 0.98, 1);
        // A window lets the first pulses go further than the last ones.
        Assert.InRange(result.Steps[0].State, 0.8, 0.95);
    }

    [Theory]
    [MemberData(nameof(Cards))]
    public void Sweep_OfEveryCard_ObeysTheLaws(string card)
    {
        foreach (var isTriangle in new[] { false, true })
        {
            var result = DeviceSweep.Run(DeviceModel.Load(card, []), new DeviceSweepOptions { IsTriangle = isTriangle }, [Engine], CancellationToken.None);
            Assert.All(result.Requirements, r => Assert.True(r.Passed, $"{r.Statement} {r.Found}"));
            Assert.DoesNotContain(result.Figures, f => f.Value == "not at all");
        }
    }

    [NgspiceFact]
    public void Studies_OnNgspice_AgreeWithTheIntegral()
    {
        var ngspice = new CircuitSim.Ngspice.NgspiceSimulator(new CircuitSim.Ngspice.NgspiceOptions { Executable = CircuitSim.Ngspice.NgspiceLocation.Find() });
        var model = DeviceModel.Load("vteam_magic", []);
        var threshold = DeviceThreshold.Run(model, new DeviceThresholdOptions(), ngspice, CancellationToken.None);
        Assert.True(Of(threshold, "agreement").Passed, Of(threshold, "agreement").Found);
        var pulses = DevicePulseTrain.Run(model, new DevicePulseOptions(), [Engine, ngspice], CancellationToken.None);
        foreach (var step in pulses.Runs[1].Steps)
            Close.Equal(step.ExactState, step.State, rtol: 0, atol: 5e-3, where: "state on ngspice");
    }

    /// <summary>States against the exact integral, and currents by the charge they carry: passed on both engines, waves and currents' jumps of all cards.</summary>
    [NgspiceTheory]
    [MemberData(nameof(Cards))]
    [Trait("Category", "slow")]
    public void Sweep_OnBothEngines_Agrees(string card)
    {
        var ngspice = new CircuitSim.Ngspice.NgspiceSimulator(new CircuitSim.Ngspice.NgspiceOptions { Executable = CircuitSim.Ngspice.NgspiceLocation.Find() });
        foreach (var isTriangle in new[] { false, true })
        {
            var result = DeviceSweep.Run(DeviceModel.Load(card, []), new DeviceSweepOptions { IsTriangle = isTriangle }, [Engine, ngspice], CancellationToken.None);
            Assert.Equal(["pinched", "range", "passive", "state-builtin", "state-ngspice", "charge-ngspice"], result.Requirements.Select(r => r.Id));
            Assert.All(result.Requirements, r => Assert.True(r.Passed, $"{card}, {(isTriangle ? "triangle" : "sine")}: {r.Statement} {r.Found}"));
        }
    }

    [Fact]
    public void ChargeDifference_OfStraightCurrents_IsTheAreaBetweenThem()
    {
        // Ramps 0 … 4 A and 0 … 3 A over 2 s, at other points: 0.5 · 2 s · 1 A between them.
        var trace = new DeviceTrace([0, 0.5, 2], [0, 0, 0], [0, 1, 4]);
        Close.Equal(1, trace.ChargeDifference(new DeviceTrace([0, 1.5, 2], [0, 0, 0], [0, 2.25, 3])), rtol: 1e-12);
        Close.Equal(4, trace.Charge(), rtol: 1e-12);
    }

    [Fact]
    public void Load_WithChanges_TakesThemAndRecordsThem()
    {
        var model = DeviceModel.Load("vteam_magic", ["ron=2k", "VOFF=0.4"]);
        Assert.Equal((2e3, 0.4), (model.Device.LowResistance, model.Device.Thresholds.Upper));
        Assert.Equal("2k", model.Provenance.Parameters["ron"]);
        Assert.Equal("device-models/vteam-magic.lib", model.Provenance.File);
    }

    [Fact]
    public void Load_OfAFile_TakesTheCardThatIsNamed()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("cards.lib"), $".model one memristor({Keys})\n.model two memristor({Keys} w0=1n)\n");
        Assert.Equal(1e-9, DeviceModel.Load($"{temporary.File("cards.lib")}:TWO", []).Device.StandardStart);
        var e = Assert.Throws<NetlistException>(() => DeviceModel.Load(temporary.File("cards.lib"), []));
        Assert.EndsWith("name one of its cards; there are: one, two. Write cards.lib:NAME.", e.Message, StringComparison.Ordinal);
        Assert.Contains("no card 'three'", Assert.Throws<NetlistException>(() => DeviceModel.Load($"{temporary.File("cards.lib")}:three", [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_OfATrain_UnderstandsSuffixesAndCounts()
    {
        Assert.Equal([new(-2, 10e-9), new(-2, 10e-9), new(0.6, 5e-9)], DevicePulse.Parse("-2:10n*2, 600m:5n"));
        foreach (var text in new[] { "", "2", "2:x", "2:1n*x", "2:1n*0", "2:0", "2:1n*10001" })
            Assert.Throws<InvalidParameterException>(() => DevicePulse.Parse(text));
    }

    private static DeviceModel Load(string keys)
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("card.lib"), $".model m memristor({keys})\n");
        return DeviceModel.Load(temporary.File("card.lib"), []);
    }

    private static DeviceRequirement Of(DeviceThresholdResult result, string id) => result.Requirements.Single(r => r.Id == id);
}
