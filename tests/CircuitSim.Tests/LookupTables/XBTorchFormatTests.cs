using System.Globalization;
using CircuitSim.LookupTables;
using CircuitSim.LookupTables.Formats;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.LookupTables;

public sealed class XBTorchFormatTests
{
    /// <summary>XBTorch 1.0's TabularDevice in words: single precision, the row of the nearest conductance, the change whose probability is nearest to a uniform random number, the first of equals.</summary>
    private const string Loader = """
        tables = {}
        for direction in ("set", "reset"):
            tables[direction] = [np.loadtxt(f"{sys.argv[1]}/{direction}_{part}.txt", dtype=np.float32) for part in ("g", "dg", "cdf")]
            g, dg, cdf = tables[direction]
            assert cdf.shape == (len(g), len(dg)) and g[0] > 0
        def draw(direction, conductance, n):
            g, dg, cdf = tables[direction]
            row = np.abs(g - np.float32(conductance)).argmin()
            p = np.random.random_sample(n).astype(np.float32)
            return g[row], dg[np.abs(cdf[row] - p[:, None]).argmin(1)].astype(float)

        """;

    /// <summary>At twenty states in all, of the normal device and of one whose changes span three decades, being scaled by (G/G_max)².</summary>
    [NumPyFact]
    [Trait("Category", "slow")]
    public void Write_SampledAsTheLoaderDoes_ReproducesMeanAndSpread()
    {
        foreach (var power in new[] { 0, 2 })
        {
            double Scale(double g) => Math.Pow(g / NormalTables.Greatest, power);
            using var files = new FormatFolder(new XBTorchFormat(), With(NormalTables.Device(), (change, g) => change * Scale(g)));
            Assert.Empty(files.Faults());
            const int Count = 5000;
            var lines = NumPy.Run(Loader + $"""
                np.random.seed(8)
                for conductance in np.geomspace(2e-6, 99e-6, 10):
                    for direction in ("set", "reset"):
                        g, drawn = draw(direction, conductance, {Count})
                        print(repr(float(g)), repr(float(drawn.mean())), repr(float(drawn.std())))
                """, files.Path).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(20, lines.Length);
            for (var k = 0; k < lines.Length; k++)
            {
                var numbers = lines[k].Split(' ').Select(w => double.Parse(w, CultureInfo.InvariantCulture)).ToArray();
                var (x, scale) = ((numbers[0] - NormalTables.Least) / (NormalTables.Greatest - NormalTables.Least), Scale(numbers[0]));
                Close.Equal(scale * (k % 2 == 0 ? NormalTables.Step * (1 - x) : -NormalTables.Step * x), numbers[1], 0, scale * 5 * NormalTables.Deviation / Math.Sqrt(Count), $"mean at {numbers[0]}");
                Close.Equal(scale * NormalTables.Deviation, numbers[2], 0, scale * 5 * NormalTables.Deviation / Math.Sqrt(2 * Count), $"spread at {numbers[0]}");
            }
        }
    }

    private static TableSet With(TableSet tables, Func<double, double, double> change) => tables with
    {
        Tables = [.. tables.Tables.Select(t => t.Key is DeviceKeys.Set or DeviceKeys.Reset
            ? new LookupTable(t.Key, t.Title, t.Unit, t.Axes, t.Values.ToArray().Select((v, k) => change(v, t.Axes[1].Points[k % t.Axes[1].Count])).ToArray())
            : t)],
    };

    /// <summary>Half of the pulses do nothing, the others move by exactly 3 µS: both changes are drawn, no other one, and each as often as it should.</summary>
    [NumPyFact]
    public void Write_DeviceOfTwoChanges_DrawsThoseTwoAlone()
    {
        var tables = NormalTables.Device(states: 11, quantiles: 101);
        TableSet With(Func<double, double> change) => tables with
        {
            Tables = [.. tables.Tables.Select(t => t.Key is DeviceKeys.Set or DeviceKeys.Reset ? new LookupTable(t.Key, t.Title, t.Unit, t.Axes, Enumerable.Range(0, t.Values.Length).Select(k => change(t.Axes[0].Points[k / t.Axes[1].Count])).ToArray()) : t)],
        };
        using var files = new FormatFolder(new XBTorchFormat(), With(q => q <= 0.5 ? 0 : 3e-6));
        Assert.Empty(files.Faults());
        var printed = NumPy.Run(Loader + """
            np.random.seed(9)
            drawn = draw("set", 50e-6, 20000)[1]
            print(((abs(drawn) < 1e-12) | (abs(drawn - 3e-6) < 1e-12)).mean(), (drawn > 1e-6).mean())
            """, files.Path).Split(' ').Select(w => double.Parse(w, CultureInfo.InvariantCulture)).ToArray();
        // The table itself goes from the one to the other within one step of its quantiles, 0.01 of all pulses.
        Close.Equal(1, printed[0], 0, 0.011);
        Close.Equal(0.5, printed[1], 0, 5 * 0.5 / Math.Sqrt(20_000) + 0.01);
        using var still = new FormatFolder(new XBTorchFormat(), With(_ => 0));
        Assert.Empty(still.Faults());
        Assert.InRange(double.Parse(NumPy.Run(Loader + "print(abs(draw('set', 50e-6, 1000)[1]).max())", still.Path), CultureInfo.InvariantCulture), 0, 1e-30);
    }

    [Fact]
    public void Faults_OfEditedFiles_NameFileLineAndColumn()
    {
        using var files = new FormatFolder(new XBTorchFormat(), NormalTables.Device(states: 11, quantiles: 21));
        Assert.Equal(["reset_dg.txt is missing."], files.FaultsWithout("reset_dg.txt"));
        Assert.Contains($"{files.Place("set_cdf.txt", 3, 4, ' ')}: 'x' is not a finite number.", files.FaultsAfter("set_cdf.txt", 3, 4, "x", ' '));
        Assert.Contains(files.FaultsAfter("set_cdf.txt", 3, 40, "1.5", ' '), f => f.StartsWith($"{files.Place("set_cdf.txt", 3, 40, ' ')}: a probability lies", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter("set_cdf.txt", 3, 40, "0", ' '), f => f.StartsWith($"{files.Place("set_cdf.txt", 3, 40, ' ')}: falls below", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter("set_cdf.txt", t => t.Replace(t.Split('\n')[2], string.Join(' ', t.Split('\n')[2].Split(' ').Select((_, k) => k < 30 ? 0 : 1)))), f => f.StartsWith("set_cdf.txt, line 3, column 61: the probability jumps behind equal ones", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter("set_cdf.txt", t => string.Join('\n', t.Split('\n')[..7])), f => f.StartsWith("set_cdf.txt: has 6 lines of probability; 11", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter("set_g.txt", 2, 1, "0", ' '), f => f.StartsWith("set_g.txt, line 2, column 1: the least conductance", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter("set_g.txt", 4, 1, "1", ' '), f => f.StartsWith("set_g.txt, line 5, column 1: the axis must rise", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter("set_g.txt", 4, 1, "2e-5 3e-5", ' '), f => f.StartsWith("set_g.txt, line 4, column 1: has 2 numbers", StringComparison.Ordinal));
    }
}
