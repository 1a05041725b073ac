using CircuitSim.Devices;
using CircuitSim.Engine;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Devices;
using CircuitSim.Experiments.LookupTables;
using CircuitSim.LookupTables;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;
using MathNet.Numerics.Distributions;

namespace CircuitSim.Tests.Experiments;

/// <summary>
/// The laws of a VTEAM device without a window: a pulse moves its state by f · d, d the closed form of drive and edges, f the factor
/// of the cycle; log-normal factors have a closed distribution, and so has the conductance, a falling function of the state.
/// </summary>
[Trait("Category", "slow")]
public class DeviceTableRunTests
{
    private const double Range = 3e-9;

    private static readonly DeviceTableOptions Small = new()
    {
        Set = new DevicePulse(-1.8, 0.3e-9),
        Reset = new DevicePulse(0.6, 2e-9),
        States = 21,
        Samples = 400,
        Quantiles = 41,
        Pulses = 5,
        Ramps = 3,
        Variability = new DeviceVariability { CycleToCycle = Variability.LogNormal(0.2) },
    };

    [Fact]
    public void Execute_LogNormalCycles_GiveTheClosedDistribution()
    {
        var (model, result) = Run(Small with { Samples = 1000 });
        foreach (var (key, v, width) in new[] { (DeviceKeys.Set, -1.8, 0.3e-9), (DeviceKeys.Reset, 0.6, 2e-9) })
        {
            var table = result.Tables[key];
            var (quantiles, starts) = (table.Axes[0], table.Axes[1]);
            for (var k = 0; k < starts.Count; k++)
            {
                for (var q = 0; q < quantiles.Count; q++)
                {
                    // Where the pulse reaches the end of the range, the law has a lump there, and so has the sample.
                    var (low, high) = Bounds(quantiles.Points[q], 1000);
                    var (least, greatest) = (Quantile(low, v, width, starts.Points[k]), Quantile(high, v, width, starts.Points[k]));
                    Assert.True(table[q, k] >= least - 1e-15 && table[q, k] <= greatest + 1e-15, $"{key} at {quantiles.Points[q]}, {starts.Points[k]} S: {table[q, k]}, law {least} … {greatest}");
                }
            }
        }

        Assert.All(result.Requirements, r => Assert.True(r.Passed, r.Found));

        // 5 standard errors of a binomial count, as parts of the samples.
        static (double, double) Bounds(double part, int samples)
        {
            var error = 5 * Math.Sqrt(part * (1 - part) / samples) + 25.0 / samples;
            return (part - error, part + error);
        }

        double Quantile(double part, double v, double width, double g)
        {
            var s = Math.Sqrt(Math.Log(1 + 0.2 * 0.2));
            // A set raises the conductance by more the faster the cycle, a reset lowers it.
            var z = Normal.InvCDF(0, 1, Math.Clamp(v < 0 ? part : 1 - part, 0, 1));
            var x = (1 / g - 1e3) / 299e3;
            var factor = double.IsInfinity(z) ? (z > 0 ? 1e9 : 0) : Math.Exp(s * z - 0.5 * s * s);
            var after = Math.Clamp(x + factor * Move(v, width) / Range, 0, 1);
            return 1 / (1e3 + 299e3 * after) - g;
        }
    }

    /// <summary>Sampling from the exported CDF against fresh pulses, at 20 random conductances; with an exponential form a step is proportional to g, so that nothing is lost between states.</summary>
    [Fact]
    public void Execute_CdfAtRandomStates_ReproducesMeanAndSpreadOfFreshPulses()
    {
        const int Fresh = 1000, Samples = 500;
        var options = Small with
        {
            Set = new DevicePulse(-1.8, 5e-12),
            Reset = new DevicePulse(0.6, 30e-12),
            Samples = Samples,
            Quantiles = 101,
            States = 51,
            Variability = new DeviceVariability { Parameters = new DeviceScatter { KOn = Variability.Normal(0.1), KOff = Variability.Normal(0.1) }, CycleToCycle = Variability.LogNormal(0.2) },
        };
        var (model, result) = Run(options, "iv=exponential");
        var (bench, random) = (new PulsedDevices(new BuiltInSimulator(), model.Card), new RandomStream(77));
        var axis = result.Tables[DeviceKeys.Set].Axes[1];
        double[] from = [.. Enumerable.Range(0, 20).Select(_ => random.NextUniform(axis.Points[1], axis.Points[^2]))];
        double[] starts = [.. from.Select(g => model.Device.StateForResistance(1 / g))];
        foreach (var (key, pulse) in new[] { (DeviceKeys.Set, result.Tables.Provenance.Set!.Value), (DeviceKeys.Reset, result.Tables.Provenance.Reset!.Value) })
        {
            var fresh = Enumerable.Range(0, Fresh).Select(n =>
            {
                var device = options.Variability.Device(model.Device, random, n);
                return bench.Apply(device, starts, pulse, [options.Variability.CycleToCycle.PositiveFactor(random)]).Select((w, k) => device.Current(0.2, w) / 0.2 - from[k]).ToArray();
            }).ToArray();
            for (var k = 0; k < from.Length; k++)
            {
                double[] drawn = [.. Enumerable.Range(0, 4 * Fresh).Select(_ => result.Tables[key].At(random.NextUniform(), from[k]))];
                double[] pulsed = [.. fresh.Select(f => f[k])];
                var (a, b) = (Moments(drawn), Moments(pulsed));
                // Both samples, and that of the table itself.
                var each = 1.0 / drawn.Length + 1.0 / Fresh + 1.0 / Samples;
                Assert.True(Math.Abs(a.Mean - b.Mean) <= 5 * Math.Sqrt(b.Variance * each), $"{key} mean at {from[k]}: {a.Mean}, {b.Mean}");
                Assert.True(Math.Abs(a.Variance - b.Variance) <= 5 * Math.Sqrt((b.Fourth - b.Variance * b.Variance) * each), $"{key} variance at {from[k]}: {a.Variance}, {b.Variance}");
            }
        }

        static (double Mean, double Variance, double Fourth) Moments(double[] x)
        {
            var mean = x.Average();
            return (mean, x.Average(v => (v - mean) * (v - mean)), x.Average(v => Math.Pow(v - mean, 4)));
        }
    }

    [Fact]
    public void Execute_OtherTables_AreTheClosedForms()
    {
        var (_, result) = Run(Small with { Variability = DeviceVariability.None, Reads = 100, ReadTime = 1e-9 });
        double G(double x) => 1 / (1e3 + 299e3 * Math.Clamp(x, 0, 1));
        var set = result.Tables[DeviceKeys.SetRamp].Values.ToArray();
        var reset = result.Tables[DeviceKeys.ResetRamp].Values.ToArray();
        Close.Equal([.. set.Select((_, n) => G(1 + n * Move(-1.8, 0.3e-9) / Range))], set, rtol: 1e-12);
        Close.Equal([.. reset.Select((_, n) => G(n * Move(0.6, 2e-9) / Range))], reset, rtol: 1e-12);
        var drawn = result.Tables[DeviceKeys.SetRamps];
        for (var r = 0; r < 3; r++)
            Assert.Equal(set, drawn.Row(r).ToArray());
        var grid = result.Tables[DeviceKeys.Current];
        for (var k = 0; k < grid.Axes[0].Count; k++)
        {
            for (var n = 0; n < grid.Axes[1].Count; n++)
                Close.Equal(grid.Axes[0].Points[k] * grid.Axes[1].Points[n], grid[k, n], rtol: 1e-12);
        }

        foreach (var (key, k, threshold) in new[] { (DeviceKeys.SetTime, 216.2, -1.5), (DeviceKeys.ResetTime, 0.091, 0.3) })
        {
            var times = result.Tables[key];
            Close.Equal([.. times.Axes[0].Points.ToArray().Select(v => 0.98 * Range / (k * Math.Pow(v / threshold - 1, 4)))], times.Values.ToArray(), rtol: 1e-10);
        }

        // Reads within the dead zone change not one bit; those beyond it add up as one long pulse.
        var disturb = result.Tables[DeviceKeys.ReadDisturb];
        for (var n = 0; n < disturb.Axes[0].Count; n++)
        {
            for (var k = 0; k < disturb.Axes[1].Count; k++)
            {
                var (v, g) = (disturb.Axes[0].Points[n], disturb.Axes[1].Points[k]);
                Close.Equal(v <= 0.3 ? 0 : G((1 / g - 1e3) / 299e3 + 100 * Move(v, 1e-9) / Range) - g, disturb[n, k], rtol: 1e-10, atol: v <= 0.3 ? 0 : 1e-16);
            }
        }
    }

    /// <summary>Start states that a drawn device does not have, and the noise of reads.</summary>
    [Fact]
    public void Execute_ScatteredRangesAndNoisyReads_AreCountedFromTheActualStart()
    {
        var variability = new DeviceVariability { Parameters = new DeviceScatter { ROn = Variability.Normal(0.15) }, ReadNoise = Variability.Normal(0.01) };
        var (_, result) = Run(Small with { Set = new DevicePulse(-1.4, 1e-9), Reset = new DevicePulse(0.2, 1e-9), Samples = 500, Variability = variability });
        // Nothing moves: ΔG is the noise of the read alone, whatever the device, 1 % of min(g, 1/R_on).
        var deviations = result.Tables[DeviceKeys.SetDeviation];
        for (var k = 0; k < deviations.Values.Length - 1; k++)
            Close.Equal(0.01 * Math.Min(deviations.Axes[0].Points[k], 1e-3), deviations.Values.Span[k], rtol: 5 / Math.Sqrt(2.0 * 500), where: $"{k}");
        Assert.Equal(["does-not-switch", "does-not-switch", "starts-outside"], result.Tables.Flags.Select(f => f.Id).Where(id => !id.StartsWith("few", StringComparison.Ordinal)));
        Assert.Contains("does not pass the threshold of -1.5 V", result.Tables.Flags[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_NothingVaries_IsOneStepAndFlagged()
    {
        var (_, result) = Run(Small with { Variability = DeviceVariability.None });
        var table = result.Tables[DeviceKeys.Set];
        for (var q = 1; q < table.Axes[0].Count; q++)
            Assert.Equal(table.Row(0).ToArray(), table.Row(q).ToArray());
        Assert.All(result.Tables[DeviceKeys.SetDeviation].Values.ToArray(), d => Assert.Equal(0, d));
        Assert.Contains(result.Tables.Flags, f => f.Id == "no-variability");
        Assert.All(result.Requirements, r => Assert.True(r.Passed, r.Found));
    }

    [Fact]
    public void Execute_APulseThroughTheWholeRange_IsFlaggedWithAWidthThatIsNone()
    {
        var (_, result) = Run(Small with { Set = new DevicePulse(-1.8, 100e-9) });
        var flag = Assert.Single(result.Tables.Flags, f => f.Id == "saturates");
        // 0.98 · 3 nm / (216.2 · 0.2⁴ m/s) / 50
        Assert.Contains("One set pulse takes the nominal device through 100 % of its range; a width of 170 ps makes 50 steps of it.", flag.Text, StringComparison.Ordinal);
        var means = result.Tables[DeviceKeys.SetMean];
        Close.Equal([.. means.Axes[0].Points.ToArray().Select(g => 1e-3 - g)], means.Values.ToArray(), rtol: 1e-12, atol: 1e-17);
        Assert.All(result.Requirements, r => Assert.True(r.Passed, r.Found));
    }

    /// <summary>What another tool cannot hold it refuses; nothing fails.</summary>
    [Theory]
    [InlineData(-1.2, 1.2)]
    [InlineData(-1.8, 0.2)]
    [InlineData(-1.2, 0.2)]
    [InlineData(-3, 3)]
    public void Execute_PulsesThatMoveNothingOrAll_GiveTablesThatEveryFormatWritesOrRefuses(double set, double reset)
    {
        var (_, result) = Run(Small with { Set = new DevicePulse(set, 10e-9), Reset = new DevicePulse(reset, 10e-9), Samples = 10 });
        Assert.Equal(2, result.Tables.Flags.Count(f => f.Id is "does-not-switch" or "saturates"));
        using var temporary = new TemporaryFolder();
        using var folder = ResultFolder.Prepare(temporary.File("out"));
        Assert.All(TableFolder.Write(result.Tables, TableFormats.Parse("all", TableKind.Device), folder), refused => Assert.EndsWith(".", refused.Reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("few-states", 5, 400, 41)]
    [InlineData("few-quantiles", 21, 400, 3)]
    [InlineData("few-samples", 21, 4, 41)]
    public void Execute_TooCoarse_IsFlagged(string flag, int states, int samples, int quantiles)
    {
        var (_, result) = Run(Small with { States = states, Samples = samples, Quantiles = quantiles, Variability = Small.Variability with { CycleToCycle = Variability.LogNormal(0.5) } });
        Assert.Contains(result.Tables.Flags, f => f.Id == flag);
    }

    /// <summary>dx/dτ = 4x(1 − x) of Joglekar's window with p = 1 is the logistic equation: x/(1 − x) grows by e^4τ.</summary>
    [Fact]
    public void Execute_AWindowThatSticks_IsFlaggedAndFollowsTheLogisticCurve()
    {
        var (_, result) = Run(Small with { Variability = DeviceVariability.None }, "window=joglekar", "p=1", "w0=1.5n");
        Assert.Contains(result.Tables.Flags, f => f.Id == "sticks-at-limits");
        Assert.DoesNotContain(result.Tables.Flags, f => f.Id == "does-not-switch");
        Assert.All(result.Requirements, r => Assert.True(r.Passed, r.Found));
        foreach (var (key, v, width) in new[] { (DeviceKeys.SetMean, -1.8, 0.3e-9), (DeviceKeys.ResetMean, 0.6, 2e-9) })
        {
            var means = result.Tables[key];
            double[] expected = [.. means.Axes[0].Points.ToArray().Select(g =>
            {
                var x = Math.Clamp((1 / g - 1e3) / 299e3, 1e-6, 1 - 1e-6);
                var odds = x / (1 - x) * Math.Exp(4 * Move(v, width) / Range);
                return 1 / (1e3 + 299e3 * odds / (1 + odds)) - 1 / (1e3 + 299e3 * x);
            })];
            Close.Equal(expected, means.Values.ToArray(), rtol: 1e-4, where: key);
        }
    }

    [Fact]
    public void Execute_AtAnyJobsAndAfterAnInterruption_GivesTheSameBits()
    {
        var options = Small with { Samples = 130, Variability = Small.Variability with { ReadNoise = Variability.Normal(0.01) } };
        using var temporary = new TemporaryFolder();
        using var interrupt = new CancellationTokenSource();
        var model = Model();
        // The 100th transient is in the middle of a block.
        var breaking = new CountingSimulator(n => { if (n == 100) interrupt.Cancel(); });
        Assert.ThrowsAny<OperationCanceledException>(() => new DeviceTableRun(model, options, breaking, 1, new SilentProgress(), interrupt.Token).Execute(temporary.Path, "test"));
        var kept = Directory.GetFiles(temporary.File(".lut-samples"));
        Assert.Equal(2, kept.Length);
        // A damaged block is computed anew.
        File.WriteAllBytes(kept[0], File.ReadAllBytes(kept[0])[..^50]);

        var counting = new CountingSimulator(_ => { });
        var resumed = new DeviceTableRun(model, options, counting, 1, new SilentProgress()).Execute(temporary.Path, "test");
        var (_, whole) = Run(options, 4);
        Assert.Equal(Bytes(whole.Tables), Bytes(resumed.Tables));
        var again = new CountingSimulator(_ => { });
        new DeviceTableRun(model, options, again, 2, new SilentProgress()).Execute(temporary.Path, "test");
        // One block of 20 samples was kept by the first run, all of them by the second.
        Assert.Equal(2 * (130 - 20), counting.Count - again.Count);

        // Blocks of other options are of no use.
        var other = new DeviceTableRun(model, options with { Seed = 2 }, counting, 1, new SilentProgress());
        Assert.NotEqual(Bytes(whole.Tables), Bytes(other.Execute(temporary.Path, "test").Tables));
        other.Forget(temporary.Path);
        Assert.Empty(temporary.Entries);

        static byte[] Bytes(TableSet tables)
        {
            using var stream = new MemoryStream();
            TableSetFile.Write(stream, tables);
            return stream.ToArray();
        }
    }

    [Theory]
    [InlineData("the polarities are swapped: here a negative voltage sets, to the LRS, and a positive one resets; write set:-1.2,… and reset:1.8,… .", "set:1.8V,100ns", "reset:-1.2V,100ns")]
    [InlineData("the set pulse has 1.8 V, but here a negative voltage sets", "set:1.8V,100ns")]
    [InlineData("the reset pulse has -1.2 V, but here a positive voltage resets", "reset:-1.2V,100ns", "set:-1.8,1n")]
    [InlineData("two set pulses are given", "set:-1.8V,100ns", "set:-1.9V,100ns")]
    [InlineData("'set:-1.8V' is not a pulse, set:V,WIDTH or reset:V,WIDTH; write for example set:-1.8V,100ns.", "set:-1.8V")]
    [InlineData("'up:-1.8V,1n' is not a pulse", "up:-1.8V,1n")]
    [InlineData("width of the set pulse = 0 s must be finite and above zero.", "set:-1.8V,0")]
    public void WithPulses_WrongOnes_AreExplained(string words, params string[] pulses) =>
        Assert.Contains(words, Assert.Throws<InvalidParameterException>(() => new DeviceTableOptions().WithPulses(pulses)).Message, StringComparison.Ordinal);

    private static DeviceModel Model(params string[] changes) => DeviceModel.Load("vteam_magic", changes);

    private static (DeviceModel Model, DeviceTableResult Result) Run(DeviceTableOptions options, params string[] changes) => Run(options, 2, changes);

    private static (DeviceModel Model, DeviceTableResult Result) Run(DeviceTableOptions options, int jobs, params string[] changes)
    {
        var model = Model(changes);
        return (model, new DeviceTableRun(model, options, new BuiltInSimulator(), jobs, new SilentProgress()).Execute(null, "test"));
    }

    /// <summary>Of a pulse whose edges are a hundredth of its width [m].</summary>
    private static double Move(double v, double width)
    {
        var (k, threshold) = v > 0 ? (0.091, 0.3) : (-216.2, -1.5);
        var over = Math.Max(v / threshold - 1, 0);
        return k * Math.Pow(over, 4) * width + 0.02 * width * k * threshold / v * Math.Pow(over, 5) / 5;
    }

    /// <summary>The built-in engine, with its transients counted.</summary>
    private sealed class CountingSimulator(Action<int> begun) : ICircuitSimulator
    {
        private readonly BuiltInSimulator engine = new();
        private int count;

        public int Count => count;

        public string Name => engine.Name;

        public SimulatorAvailability FindAvailability() => engine.FindAvailability();

        public OperatingPoint SolveOperatingPoint(FlatNetlist netlist, CancellationToken cancellationToken = default) => engine.SolveOperatingPoint(netlist, cancellationToken);

        public SimulationStatistics RunDcSweep(FlatNetlist netlist, DcSweepAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default) =>
            engine.RunDcSweep(netlist, analysis, sink, cancellationToken);

        public SimulationStatistics RunAc(FlatNetlist netlist, AcAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default) =>
            engine.RunAc(netlist, analysis, sink, cancellationToken);

        public SimulationStatistics RunNoise(FlatNetlist netlist, NoiseAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default) =>
            engine.RunNoise(netlist, analysis, sink, cancellationToken);

        public SimulationStatistics RunSensitivity(FlatNetlist netlist, SensitivityAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default) =>
            engine.RunSensitivity(netlist, analysis, sink, cancellationToken);

        public SimulationStatistics RunTransferFunction(FlatNetlist netlist, TransferFunctionAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default) =>
            engine.RunTransferFunction(netlist, analysis, sink, cancellationToken);

        public SimulationStatistics RunTransient(FlatNetlist netlist, TransientAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default)
        {
            begun(Interlocked.Increment(ref count));
            return engine.RunTransient(netlist, analysis, sink, cancellationToken);
        }
    }
}
