using CircuitSim.Cli;
using CircuitSim.Engine;
using CircuitSim.Experiments;
using CircuitSim.Experiments.LookupTables;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Studies;
using CircuitSim.LookupTables;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments;

/// <summary>Tables in place of devices in Camponogara's network, against the full devices on the engine; the tables come from VTEAM's closed forms.</summary>
[Trait("Category", "slow")]
public class DeviceTableSweepTests
{
    /// <summary>The network's read and write, reduced to 22 written cells, within every bound.</summary>
    [Fact]
    public void Run_OfDevicesThatVaryFromPulseToPulse_AgreesWithinItsBounds()
    {
        using var temporary = new TemporaryFolder();
        var path = Written(temporary, new VteamTables { States = 201, Quantiles = 201, Samples = 1000, Cycles = 0.05 });
        var result = Run(path, cells: 22);
        Assert.Equal(13, result.Claims.Count);
        Assert.All(result.Claims, c => Assert.True(c.Verdict == ClaimVerdict.Passed, string.Join(" ", c.Row)));
        Assert.DoesNotContain(result.Remarks[1].Lines, l => l.Contains("the table is too coarse", StringComparison.Ordinal));
        // Something differs, and something is bounded.
        Assert.InRange(Value(result, "write-outputs").Value, 1e-6, 0.02);
        Assert.InRange(Value(result, "write-outputs").Greatest!.Value, 0, 0.1);
        Assert.InRange(Value(result, "read-analog-currents").Greatest!.Value, 1e-16, 1e-9);
    }

    [Fact]
    public void Write_OnAnyNumberOfThreads_GivesTheSameBits()
    {
        using var temporary = new TemporaryFolder();
        var device = TabledDevice.Read(Written(temporary, new VteamTables { States = 21, Quantiles = 21, Samples = 100, Scatter = 0.1 }), "");
        double[] targets = [20e-6, 30e-6, 50e-6, 40e-6, 25e-6];
        var write = new VerifiedWrite(0.05, 100);
        string Bits(int jobs)
        {
            var run = new StudyRun(new StudyValues().With(IntegerOption.Jobs, jobs), new SilentProgress());
            using var step = new SilentProgress().Begin("");
            var (full, tabled) = (DeviceTableWrite.ByDevices(run, device, write, targets, new BuiltInSimulator(), step), DeviceTableWrite.ByTable(run, device.Table, device.Start, write, targets, step));
            return string.Join(' ', [.. full.Conductances, .. tabled.Conductances, .. DeviceTableWrite.Enclose(run, device.Table, device.Start, write, targets, step).SelectMany(e => new[] { e.Least, e.Greatest })]);
        }

        Assert.Equal(Bits(1), Bits(3));
    }

    /// <summary>Without any scatter the write has one course: the table's is the engine's, pulse by pulse, and both the exact integral's.</summary>
    [Fact]
    public void Run_OfDevicesWithoutScatter_WritesTheSameCells()
    {
        using var temporary = new TemporaryFolder();
        // This device's logarithm moves evenly, so G behind a pulse is a multiple of G before it, and a line says that exactly.
        var result = Run(Written(temporary, new VteamTables { Cycles = 0 }), cells: 11);
        var cells = result.Tables.Single(t => t.Name == "cells");
        for (var k = 0; k < cells.Rows.Count; k++)
        {
            Close.Equal(cells.Number(k, "device_s"), cells.Number(k, "table_s"), 1e-9, 0, $"cell {k}");
            Assert.Equal(cells.Number(k, "pulses_nominal"), cells.Number(k, "pulses_table"));
            Assert.Equal(cells.Number(k, "pulses_nominal"), cells.Number(k, "pulses_device"));
        }
    }

    /// <summary>
    /// Devices of 10 % and cycles of 5 %: n pulses of one device spread by n · 10 %, n pulses that each are of another by √n · 10 %. The study
    /// tells by how much the table's spread is too small, and holds nothing against a bound that is not for such devices.
    /// </summary>
    [Fact]
    public void Run_OfDevicesThatDiffer_TellsThatTheTableSpreadsLess()
    {
        using var temporary = new TemporaryFolder();
        var result = Run(Written(temporary, new VteamTables { Samples = 1000, Cycles = 0.05, Scatter = 0.1, Ramps = 400 }), cells: 22);
        double Figure(string key) => (double)result.Figures.Single(f => f.Key == key).Value!;
        var expected = Math.Sqrt((0.1 * 0.1 + 0.05 * 0.05) / 40) / Math.Sqrt(0.1 * 0.1 + 0.05 * 0.05 / 40);
        // Five standard errors of a spread of 400, and what is not linear in the speed.
        Assert.InRange(Figure("set_ramp_spread_ratio"), 0.75 * expected, 1.25 * expected);
        Assert.True(Figure("pulse_spread_table") < 0.5 * Figure("pulse_spread_device"));
        Assert.Equal(ClaimVerdict.Reported, Value(result, "write-cells").Verdict);
        Assert.Contains(result.Remarks[1].Lines, l => l.StartsWith("Devices differ, and", StringComparison.Ordinal));
        Assert.True(result.Holds);
    }

    /// <summary>A curved table of an ohmic card: the read is off, and within what the grid's largest error makes of the array; a coarse grid of states is named.</summary>
    [Fact]
    public void Run_OfATableThatIsOff_SaysByHowMuchAndFlagsIt()
    {
        using var temporary = new TemporaryFolder();
        var path = Written(temporary, VteamTables.Linear with { States = 51, Quantiles = 51, Voltages = 41, Samples = 200, Curvature = v => 1 + 0.5 * v * v });
        var result = Run(path, cells: 11, every: 10);
        var currents = Value(result, "read-analog-currents");
        // The line from 0 to 0.25 V, where the curvature adds 3.1 % to a cell's current.
        Assert.Equal(ClaimVerdict.Passed, currents.Verdict);
        Assert.InRange(currents.Value, 0.025, 0.032);
        Assert.InRange(currents.Greatest!.Value, currents.Value, 0.1);
        Assert.Contains(result.Remarks[1].Lines, l => l.StartsWith("For the read, 65 × 40, one bit a cell, one point of 10 is too coarse", StringComparison.Ordinal));
        Assert.Contains(result.Remarks[1].Lines, l => l.StartsWith("For the write, one point of 10 is too coarse", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tables.npz was measured on another card than vteam_magic: ", "--card", "vteam_magic")]
    [InlineData("thinning = 200 must be at most 25, so that five of the table's 101 conductances are left.", "--every", "200")]
    [InlineData("read voltage = 600 mV must be within the table's currents, from -500 mV to 500 mV, either sign.", "--v-read", "0.6")]
    [InlineData("the table holds from 10 µS to 100 µS; choose r-low and r-high within.", "--r-low", "5k")]
    [InlineData("name a device's tables", "--device-table", "")]
    public async Task Options_ThatDoNotFitTheTable_AreRefusedInOneLine(string words, params string[] arguments)
    {
        using var temporary = new TemporaryFolder();
        var path = Written(temporary, new VteamTables());
        Assert.Contains(words, await Refused(temporary, [.. arguments.Contains("--device-table") ? [] : new[] { "--device-table", path }, .. arguments], 2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Table_ThatIsDamaged_IsRefusedInOneLine()
    {
        using var temporary = new TemporaryFolder();
        var path = Written(temporary, new VteamTables());
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^2000]);
        Assert.Contains("tables.npz", await Refused(temporary, ["--device-table", path], 4), StringComparison.Ordinal);
        Assert.Contains("no such file", await Refused(temporary, ["--device-table", temporary.File("nothing.npz")], 4), StringComparison.Ordinal);
    }

    /// <summary>A window that vanishes at the limits holds a device there for ever; a write starts, and goes on, off them.</summary>
    [Fact]
    public void Write_OfDevicesWhoseWindowSticks_LeavesTheLimit()
    {
        using var temporary = new TemporaryFolder();
        var card = new VteamTables().Card.Replace("window=none", "window=joglekar p=2 w0=5n", StringComparison.Ordinal);
        var device = TabledDevice.Read(Written(temporary, new VteamTables { Card = card, States = 5, Quantiles = 5, Cycles = 0 }), "");
        using var step = new SilentProgress().Begin("");
        var run = new StudyRun(new StudyValues().With(IntegerOption.Jobs, 1), new SilentProgress());
        var write = new VerifiedWrite(0.05, 400);
        var (engine, integral) = (DeviceTableWrite.ByDevices(run, device, write, [20e-6], new BuiltInSimulator(), step), DeviceTableWrite.ByNominal(device, write, [20e-6]));
        Assert.InRange(engine.Conductances[0], 19e-6, 21e-6);
        Assert.Equal(integral.Pulses, engine.Pulses);
        // What "device pulse" asks of an engine is 0.1 % of the range of the state.
        Close.Equal(integral.Conductances[0], engine.Conductances[0], 1e-3, 0, "conductance");
    }

    /// <summary>Pulses that are known exactly leave one course; pulses that are known within bounds hold every course that they allow.</summary>
    [Fact]
    public void Enclose_HoldsEveryCourse()
    {
        var write = new VerifiedWrite(0.02, 60);
        double Pulse(bool isSet, double g, double factor) => isSet ? g + factor * (1.2 - g) * 0.1 : g - factor * (g - 0.05) * 0.15;
        foreach (var target in new[] { 0.3, 0.5, 0.9 })
        {
            var (exact, pulses) = write.Run(target, 0.1, (isSet, g, _) => Pulse(isSet, g, 1));
            var (least, greatest, fewest, most) = write.Enclose(target, 0.1, (isSet, g, _) => (Pulse(isSet, g, 1), Pulse(isSet, g, 1)));
            Close.Equal(exact, least, 1e-6, 0, "least");
            Close.Equal(exact, greatest, 1e-6, 0, "greatest");
            Assert.Equal((pulses, pulses), (fewest, most));
            var wide = write.Enclose(target, 0.1, (isSet, g, _) => isSet ? (Pulse(true, g, 0.97), Pulse(true, g, 1.03)) : (Pulse(false, g, 1.03), Pulse(false, g, 0.97)));
            var random = new CircuitSim.Numerics.RandomStream(5);
            for (var course = 0; course < 500; course++)
            {
                var (g, n) = write.Run(target, 0.1, (isSet, at, _) => Pulse(isSet, at, random.NextUniform(0.97, 1.03)));
                Assert.InRange(g, wide.Least, wide.Greatest);
                Assert.InRange(n, wide.Fewest, wide.Most);
            }
        }
    }

    private static string Written(TemporaryFolder temporary, VteamTables tables)
    {
        var path = temporary.File(TableFolder.NativeName);
        using var stream = File.Create(path);
        TableSetFile.Write(stream, tables.Build());
        return path;
    }

    private static StudyResult Run(string path, int? cells, params IReadOnlyList<double> every) => new DeviceTableSweep().Run(new StudyRun(
        new StudyValues().With(DeviceTableSweep.Table, path).With(DeviceTableSweep.Every, every.Count > 0 ? every : [1]).With(DeviceTableSweep.Cells, cells),
        new SilentProgress(), [new BuiltInSimulator()]));

    private static Claim Value(StudyResult result, string id) => result.Claims.Single(c => c.Id == id);

    private static async Task<string> Refused(TemporaryFolder temporary, string[] arguments, int expected)
    {
        using var results = new StringWriter();
        using var diagnostics = new StringWriter();
        var code = await Task.Run(() => CommandLine.Run(["sweep", "device-table", .. arguments, "--out", temporary.File("out")], Terminal.ForWriters(results, diagnostics)));
        var said = Assert.Single(diagnostics.ToString().Trim().Split('\n'));
        Assert.True(code == expected, $"{code}: {said}");
        Assert.False(Directory.Exists(temporary.File("out")));
        return said;
    }
}
