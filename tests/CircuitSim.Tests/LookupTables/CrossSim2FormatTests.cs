using System.Globalization;
using CircuitSim.LookupTables;
using CircuitSim.LookupTables.Formats;
using CircuitSim.Tests.Support;
using MathNet.Numerics.Distributions;

namespace CircuitSim.Tests.LookupTables;

public sealed class CrossSim2FormatTests
{
    /// <summary>
    /// CrossSim 2.0's loader in words: skip a line; conductances, CDF points, ΔG; the mean of a column is the sum of CDF steps times all
    /// values but the last; an update is that mean plus the entry's deviation from it at the index nearest to a uniform random number.
    /// </summary>
    private const string Loader = """
        def load(folder):
            tables = []
            for name in ("dG_increasing.txt", "dG_decreasing.txt"):
                path = folder + "/" + name
                rows = [np.genfromtxt(path, delimiter=",", skip_header=k, max_rows=1) for k in (1, 2)]
                tables.append((*rows, np.genfromtxt(path, delimiter=",", skip_header=3)))
            (g, cdf, up), (g2, cdf2, down) = tables
            assert (g == g2).all() and (cdf == cdf2).all() and up.shape == down.shape == (501, 501)
            p, steps = np.diff(cdf), np.diff(g / g[-1])
            assert p.max() - p.min() < p.max() / 1e4 and steps.max() - steps.min() < steps.max() / 1e4
            means = [p @ table[:-1] for table in (up, down)]
            assert means[0][50:451].mean() > 0 > means[1][50:451].mean() and (means[0] > 0).all() and (means[1] < 0).all()
            return g, (up, down), means
        def draw(g, table, mean, conductance, n):
            column = int((conductance - g[0]) / (g[-1] - g[0]) * 500 + 0.5)
            row = (np.random.random_sample(n) * 500 + 0.5).astype(int)
            return g[column], mean[column] + (table[row, column] - mean[column])
        """;

    [NumPyFact]
    [Trait("Category", "slow")]
    public void Write_SampledAsTheLoaderDoes_ReproducesMeanAndSpreadAtTwentyStates()
    {
        using var files = new FormatFolder(new CrossSim2Format(), NormalTables.Device());
        Assert.Empty(files.Faults());
        const int Count = 20_000;
        var lines = NumPy.Run($"""
            {Loader}
            g, tables, means = load(r"{files.Path}")
            np.random.seed(7)
            for conductance in np.random.uniform(g[0], g[-1], 20):
                for table, mean in zip(tables, means):
                    at, drawn = draw(g, table, mean, conductance, {Count})
                    print(repr(float(at)), repr(float(drawn.mean())), repr(float(drawn.std())))
            """).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(40, lines.Length);
        for (var k = 0; k < lines.Length; k++)
        {
            var numbers = lines[k].Split(' ').Select(w => double.Parse(w, CultureInfo.InvariantCulture)).ToArray();
            var x = (numbers[0] - NormalTables.Least) / (NormalTables.Greatest - NormalTables.Least);
            // 5σ of a mean and of a standard deviation of that many normal draws.
            Close.Equal(k % 2 == 0 ? NormalTables.Step * (1 - x) : -NormalTables.Step * x, numbers[1], 0, 5 * NormalTables.Deviation / Math.Sqrt(Count), $"mean at {numbers[0]}");
            Close.Equal(NormalTables.Deviation, numbers[2], 0, 5 * NormalTables.Deviation / Math.Sqrt(2 * Count), $"spread at {numbers[0]}");
        }
    }

    /// <summary>At G_max a set pulse, at G_min a reset pulse moves nothing in the mean: those ends are cut off, and line 1 says so.</summary>
    [Fact]
    public void Write_DeviceThatSaturates_IsCutToWhereItMoves()
    {
        using var files = new FormatFolder(new CrossSim2Format(), NormalTables.Device(states: 101, quantiles: 51));
        Assert.Empty(files.Faults());
        var lines = files.Text("dG_increasing.txt").Split('\n');
        Assert.Contains("cut from 1E-06 ... 0.0001 S", lines[0], StringComparison.Ordinal);
        var g = lines[1].Split(',').Select(w => double.Parse(w, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(501, g.Length);
        // One of 100 intervals at each end.
        Close.Equal(NormalTables.Least + 0.99e-6, g[0], 1e-12);
        Close.Equal(NormalTables.Greatest - 0.99e-6, g[^1], 1e-12);
        Assert.Equal(lines[1..3], files.Text("dG_decreasing.txt").Split('\n')[1..3]);
    }

    [Fact]
    public void Write_DeviceThatDoesNotMove_IsRefused()
    {
        var tables = NormalTables.Device(states: 11, quantiles: 11);
        TableSet With(params string[] still) => tables with { Tables = [.. tables.Tables.Select(t => still.Contains(t.Key) ? new LookupTable(t.Key, t.Title, t.Unit, t.Axes, Enumerable.Repeat(1e-6, t.Values.Length).ToArray()) : t)] };
        Assert.Contains("take pulses that move the device", Assert.Throws<InvalidParameterException>(() => new CrossSim2Format().Write(With(DeviceKeys.Set, DeviceKeys.Reset))).Message, StringComparison.Ordinal);
        Assert.Contains("no ramp of reset pulses", Assert.Throws<InvalidParameterException>(() => new CrossSim2RawFormat().Write(With(DeviceKeys.ResetRamps))).Message, StringComparison.Ordinal);
        var few = NormalTables.Device(states: 3, quantiles: 3, pulses: 3);
        Assert.Contains("both reach, and there are none", Assert.Throws<InvalidParameterException>(() => new CrossSim2RawFormat().Write(few)).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "slow")]
    public void Faults_OfEditedFiles_NameFileLineAndColumn()
    {
        using var files = new FormatFolder(new CrossSim2Format(), NormalTables.Device(states: 51, quantiles: 51));
        const string Up = "dG_increasing.txt", Down = "dG_decreasing.txt";
        Assert.Equal([$"{Up} is missing."], files.FaultsWithout(Up));
        Assert.Contains($"{files.Place(Up, 7, 3, ',')}: 'four' is not a finite number.", files.FaultsAfter(Up, 7, 3, "four", ','));
        Assert.Contains(files.FaultsAfter(Up, 7, 3, "nan", ','), f => f.StartsWith($"{files.Place(Up, 7, 3, ',')}:", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter(Up, 7, 3, "-1", ','), f => f.StartsWith($"{files.Place(Up, 7, 3, ',')}: falls below", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter(Up, 9, 501, "1,2", ','), f => f.StartsWith($"{Up}, line 9, column 1: has 502 numbers; 501", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter(Down, 2, 4, "3.6e-6", ','), f => f.StartsWith($"{files.Place(Down, 2, 4, ',')}: differs from {Up}", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter(Down, 2, 4, "3.6e-6", ','), f => f.StartsWith($"{Down}, line 2, column 1: the conductance axis is not even", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter(Down, 2, 4, "1", ','), f => f.StartsWith($"{Down}, line 2, column ", StringComparison.Ordinal) && f.Contains("the conductance axis must rise", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter(Up, 3, 501, "0.9999999", ','), f => f.StartsWith($"{Up}, line 3, column 1: the CDF points must go from 0 to 1", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter(Up, t => t[..^9000]), f => f.StartsWith(Up, StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter(Up, _ => files.Text(Down)), f => f.StartsWith($"{Up}: on the whole its pulses do not raise", StringComparison.Ordinal));
        Assert.True(files.FaultsAfter(Up, t => t.Replace('e', 'x').Replace('E', 'x')).Count <= 21);
    }

    /// <summary>
    /// The generator of CrossSim 2.0 in words: currents over 0.1 V; 50 even bins between the greater of both least and the lesser of both
    /// greatest conductances; each ramp gives a bin that it spans its ΔG at that conductance, linear between the middles of its steps,
    /// continued beyond the first of them and held at its last, within twice its least and greatest ΔG (which doubles what is small where a
    /// ramp saturates, and not every ramp gets there: the outer ten bins are not compared); a bin's values sorted are its inverse CDF at
    /// (k + ½)/n; of bins 2 … 48 a table by linear interpolation over triangles. An entry of it belongs to the middle of a step, one of the
    /// exported tables to its start.
    /// </summary>
    [SciPyFact]
    [Trait("Category", "slow")]
    public void Write_RawRampsProcessedAsTheGeneratorDoes_GiveBackTheExportedTable()
    {
        // Devices that differ in their step, each of which keeps it along its ramp.
        const int Ramps = 200, Pulses = 150;
        var tables = RampsOfDifferentDevices(Ramps, Pulses);
        using var table = new FormatFolder(new CrossSim2Format(), tables);
        using var raw = new FormatFolder(new CrossSim2RawFormat(), tables);
        Assert.Empty(raw.Faults());
        var printed = NumPy.Run($"""
            from scipy.interpolate import LinearNDInterpolator
            {Loader}
            g, exported, _ = load(r"{table.Path}")
            ramps = [(np.genfromtxt(r"{raw.Path}" + f"/{"{name}"}.csv", delimiter=",", skip_header=1) / 0.1).T for name in ("set", "reset")]
            bins = np.linspace(max(r.min() for r in ramps), min(r.max() for r in ramps), 51)
            for ramp, table in zip(ramps, exported):
                x, y, z = [], [], []
                kept = [[] for _ in bins]
                for values in ramp:
                    step, middle = np.diff(values), (values[1:] + values[:-1]) / 2
                    order = np.argsort(middle)
                    at = bins.clip(None, middle.max() * 0.9999) if values[0] < values[-1] else bins.clip(middle.min() * 1.0001, None)
                    k = np.clip(np.searchsorted(middle[order], at) - 1, 0, len(middle) - 2)
                    m, s = middle[order], step[order]
                    found = np.clip(s[k] + (at - m[k]) / (m[k + 1] - m[k]) * (s[k + 1] - s[k]), 2 * step.min(), 2 * step.max())
                    for b in range(50):
                        if values.min() <= bins[b] <= values.max():
                            kept[b].append(found[b])
                for b in range(2, 50):
                    z += sorted(kept[b]); n = len(kept[b]); y += [(k + 0.5) / n for k in range(n)]; x += [bins[b] / bins[49] * 2] * n
                surface = LinearNDInterpolator(np.array((x, y)).T, z)
                worst = 0
                for conductance in np.linspace(bins[10], bins[40], 20):
                    for q in range(50, 451, 25):
                        start = conductance
                        for _ in range(20):
                            change = np.interp(start, g, table[q])
                            start = conductance - change / 2
                        worst = max(worst, abs(float(surface(conductance / bins[49] * 2, q / 500)) - change))
                print(worst)
            """).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // The devices are the quantiles (k + ½)/n of one law, so that of the sampling only 1/(2n) of the CDF is left; the CDF's slope between
        // its 0.1 and 0.9 is at most σ/φ(z(0.1)) = 5.7 σ.
        Assert.All(printed, p => Assert.InRange(double.Parse(p, CultureInfo.InvariantCulture), 0, 5.7 * NormalTables.Deviation / (2 * Ramps)));
    }

    [Fact]
    public void RawFaults_OfEditedFiles_NameFileLineAndColumn()
    {
        using var files = new FormatFolder(new CrossSim2RawFormat(), NormalTables.Device(states: 5, quantiles: 5));
        Assert.Empty(files.Faults());
        Assert.Equal(["reset.csv is missing."], files.FaultsWithout("reset.csv"));
        Assert.Contains(files.FaultsAfter("set.csv", 3, 2, "0", ','), f => f.StartsWith($"{files.Place("set.csv", 3, 2, ',')}: a read current must be above zero", StringComparison.Ordinal));
        Assert.Contains($"{files.Place("set.csv", 3, 2, ',')}: '' is not a finite number.", files.FaultsAfter("set.csv", 3, 2, "", ','));
        Assert.Contains(files.FaultsAfter("set.csv", _ => files.Text("reset.csv")), f => f.Contains("the ramp does not end above its start", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter("set.csv", 4, 8, "1e-7,1e-7", ','), f => f.StartsWith("set.csv, line 4, column 1: has 9 numbers; 8", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter("set.csv", t => string.Join('\n', t.Split('\n')[..3])), f => f.StartsWith("set.csv: has 2 lines", StringComparison.Ordinal));
    }

    private static TableSet RampsOfDifferentDevices(int ramps, int pulses)
    {
        var tables = NormalTables.Device(states: 501, quantiles: 501, pulses, ramps);
        var range = NormalTables.Greatest - NormalTables.Least;
        double StepAt(double quantile) => NormalTables.Step + NormalTables.Deviation * Normal.InvCDF(0, 1, Math.Clamp(quantile, NormalTables.Cut, 1 - NormalTables.Cut));
        LookupTable Of(string key, Func<double, double, double> value)
        {
            var old = tables[key];
            var values = new List<double>();
            foreach (var first in old.Axes[0].Points)
            {
                foreach (var second in old.Axes[1].Points)
                    values.Add(value(first, second));
            }

            return new LookupTable(key, old.Title, old.Unit, old.Axes, values.ToArray());
        }

        // Of the reset the least quantile is the greatest step.
        var changed = new[]
        {
            Of(DeviceKeys.Set, (q, g) => StepAt(q) * (NormalTables.Greatest - g) / range),
            Of(DeviceKeys.Reset, (q, g) => -StepAt(1 - q) * (g - NormalTables.Least) / range),
            Of(DeviceKeys.SetRamps, (r, n) => NormalTables.Greatest - range * Math.Pow(1 - StepAt((r + 0.5) / ramps) / range, n)),
            Of(DeviceKeys.ResetRamps, (r, n) => NormalTables.Least + range * Math.Pow(1 - StepAt((r + 0.5) / ramps) / range, n)),
        };
        return tables with { Tables = [.. tables.Tables.Select(t => changed.FirstOrDefault(c => c.Key == t.Key) ?? t)] };
    }
}
