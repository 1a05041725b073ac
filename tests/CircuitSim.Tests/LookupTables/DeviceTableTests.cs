using CircuitSim.Crossbars;
using CircuitSim.Devices;
using CircuitSim.LookupTables;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.LookupTables;

public class DeviceTableTests
{
    [Fact]
    public void Cell_OfAnOhmicTable_IsItsConductanceAtEveryStateAndVoltage()
    {
        var table = new DeviceTable(new VteamTables { States = 7, Voltages = 5 }.Build());
        Assert.True(table.IsOhmic);
        var random = new RandomStream(1);
        for (var k = 0; k < 200; k++)
        {
            var (g, v) = (random.NextUniform(10e-6, 100e-6), random.NextUniform(-0.5, 0.5));
            var (i, slope) = table.Cell(g).Linearize(v, 0);
            Close.Equal(g * v, i, 1e-12, 1e-20, "current");
            Close.Equal(g, slope, 1e-12, 0, "conductance");
        }
    }

    /// <summary>The error of a line between two points of a sinh is at most h²/8 · max |i″|, i″ = a b² sinh(b v), and comes near to it.</summary>
    [Theory]
    [InlineData(11)]
    [InlineData(41)]
    public void Cell_OfAHyperbolicSine_IsWithinTheStatedError(int voltages)
    {
        const double B = 4;
        var table = new DeviceTable(Curved(voltages, B));
        Assert.False(table.IsOhmic);
        var (cell, sine, h) = (table.Cell(50e-6), new HyperbolicSineCell(50e-6 / B, B), 1.0 / (voltages - 1));
        var bound = h * h / 8 * sine.A * B * B * Math.Sinh(B * 0.5);
        var largest = Enumerable.Range(0, 5001).Max(n => Math.Abs(cell.Current(-0.5 + n / 5000.0, 0) - sine.Current(-0.5 + n / 5000.0, 0)));
        Assert.InRange(largest, 0.5 * bound, bound);
    }

    /// <summary>
    /// Beside every cell a source of at most ε = h²/8 · max |i″|: no column's current can differ by more than all of them together
    /// (substitution theorem; a network of positive resistors passes on no more than it is given).
    /// </summary>
    [Fact]
    public void Array_OfTableCells_IsThatOfTheirLawWithinTheSumOfErrors()
    {
        const double B = 4;
        const int Size = 8, Voltages = 21;
        var table = new DeviceTable(Curved(Voltages, B));
        var random = new RandomStream(2);
        double[] conductances = [.. Enumerable.Range(0, Size * Size).Select(_ => random.NextUniform(10e-6, 100e-6))];
        var wiring = CrossbarWiring.Uniform(Size, Size, 20);
        double[] rows = [.. Enumerable.Range(0, Size).Select(_ => random.NextUniform(0, 0.4))];
        var (found, expected) = (new double[Size], new double[Size]);
        new NonlinearCrossbarSolver<TableCell>(wiring, Array.ConvertAll(conductances, table.Cell)).Solve(rows, found);
        new NonlinearCrossbarSolver<HyperbolicSineCell>(wiring, Array.ConvertAll(conductances, g => new HyperbolicSineCell(g / B, B))).Solve(rows, expected);
        var h = 1.0 / (Voltages - 1);
        var bound = conductances.Sum(g => h * h / 8 * g * B * Math.Sinh(B * 0.4));
        var largest = found.Zip(expected, (a, b) => Math.Abs(a - b)).Max();
        Assert.InRange(largest, 1e-3 * bound, bound);
    }

    /// <summary>Sampled tables, judged by the closed form that they were sampled from, at conductances between their points and at any quantile.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Range_OfASampledTable_HoldsTheDevice(bool isLinear)
    {
        var device = (isLinear ? VteamTables.Linear : new VteamTables()) with { States = 41, Samples = 500, Cycles = 0.2 };
        var table = new DeviceTable(device.Build(3));
        var (random, width, moved) = (new RandomStream(4), 0.0, 0.0);
        var variance = Math.Log(1 + device.Cycles * device.Cycles);
        for (var k = 0; k < 2000; k++)
        {
            var (g, u, isSet) = (random.NextUniform(10e-6, 100e-6), random.NextUniform(), k % 2 == 0);
            var z = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, isSet ? u : 1 - u);
            var exact = device.Behind(g, isSet ? device.Set : device.Reset, Math.Exp(Math.Sqrt(variance) * z - variance / 2));
            var (least, greatest) = table.Range(isSet, g, u);
            Assert.True(exact >= least * (1 - 1e-12) && exact <= greatest * (1 + 1e-12), $"{exact} at {g}, {u} is not from {least} to {greatest}");
            Assert.InRange(table.Behind(isSet, g, u), least, greatest);
            (width, moved) = (width + greatest - least, moved + Math.Abs(table.Behind(isSet, g, 0.5) - g));
        }

        // A bound that holds everything says nothing: of a pulse's mean change it leaves a part.
        Assert.InRange(width / moved, 0.01, 1);
    }

    /// <summary>The median of N samples lies about that of their law with √(¼/N)/f, f the law's density there (A. M. Mood, Introduction to the Theory of Statistics, 1974, XI 5); of a normal law that is 1.2533 σ/√N.</summary>
    [Fact]
    public void Redrawn_ScattersAsOtherSamplesWould()
    {
        const int Samples = 400, Draws = 400;
        var device = new VteamTables { States = 5, Quantiles = 201, Samples = Samples, Cycles = 0.1 };
        var (table, random) = (new DeviceTable(device.Build()), new RandomStream(6));
        double[] medians = [.. Enumerable.Range(0, Draws).Select(n => table.Redrawn(random.Child("draw", n)).Behind(true, 55e-6, 0.5))];
        var (mean, moved) = (medians.Average(), table.Behind(true, 55e-6, 0.5) - 55e-6);
        var deviation = Math.Sqrt(medians.Average(m => (m - mean) * (m - mean)));
        // The density at the median is itself that of a sample: within a fifth of the law's.
        Assert.InRange(deviation / (1.2533 * 0.1 * moved / Math.Sqrt(Samples)), 0.75, 1.25);
        Assert.InRange(mean, 55e-6 + moved - deviation, 55e-6 + moved + deviation);
        var exact = new DeviceTable((device with { Samples = 0 }).Build());
        Assert.Same(exact, exact.Redrawn(random));
    }

    [Fact]
    public void Thinned_KeepsEveryNthPointAndBothEnds()
    {
        var table = new DeviceTable((VteamTables.Linear with { States = 101, Quantiles = 11, Voltages = 21 }).Build());
        var thin = table.Thinned(3);
        Assert.Equal(35, thin.Conductances.Count);
        Assert.Equal((table.Conductances.Least, table.Conductances.Greatest), (thin.Conductances.Least, thin.Conductances.Greatest));
        Assert.Equal(table.Behind(true, table.Conductances.Points[33], 0.3), thin.Behind(true, table.Conductances.Points[33], 0.3));
        Assert.True(thin.GridShare(true, 20e-6, 90e-6) > 2 * table.GridShare(true, 20e-6, 90e-6));
    }

    [Theory]
    [InlineData("falling current", "i_a falls with v_v at point (0, 1); no device's does, and an array of such cells has no one solution.")]
    [InlineData("falling quantile", "dg_set_s falls with quantile at point (1, 0); no device's does, and an array of such cells has no one solution.")]
    [InlineData("swapped", "the set pulse moves the conductance the wrong way; swap the device's polarity, or the two pulses.")]
    [InlineData("current at 0 V", "at 10 µS a current flows without a voltage; a memristor has none.")]
    [InlineData("no pulses", "the tables are not of a device under a negative set and a positive reset pulse; measure one with lut device.")]
    [InlineData("no current", "the tables have no i_a; there are dg_set_s, dg_reset_s.")]
    public void DeviceTable_OfWhatIsNoDevice_IsRefused(string fault, string message)
    {
        var set = new VteamTables { States = 5, Quantiles = 5, Voltages = 5 }.Build();
        LookupTable Changed(string key, Func<double, int, double> value) =>
            new(key, key, set[key].Unit, set[key].Axes, [.. set[key].Values.ToArray().Select(value)]);
        TableSet With(LookupTable changed) => set with { Tables = [.. set.Tables.Select(t => t.Key == changed.Key ? changed : t)] };
        var broken = fault switch
        {
            "falling current" => With(Changed(DeviceKeys.Current, (i, k) => k == 1 ? -1 : i)),
            "falling quantile" => With(Changed(DeviceKeys.Set, (g, k) => k == 0 ? 1 : g)),
            "swapped" => With(Changed(DeviceKeys.Set, (g, k) => k / 5 == 4 ? -1e-9 : -1e-6 * (5 - k / 5))),
            "current at 0 V" => With(Changed(DeviceKeys.Current, (i, _) => i + 1e-7)),
            "no pulses" => set with { Provenance = set.Provenance with { Set = null } },
            _ => set with { Tables = [set[DeviceKeys.Set], set[DeviceKeys.Reset]] },
        };
        Assert.Equal(message, Assert.Throws<InvalidParameterException>(() => new DeviceTable(broken)).Message);
    }

    private static TableSet Curved(int voltages, double b) => new VteamTables { States = 3, Voltages = voltages, Curvature = v => v == 0 ? 1 : Math.Sinh(b * v) / (b * v) }.Build();
}
