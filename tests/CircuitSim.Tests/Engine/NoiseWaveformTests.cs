using System.Globalization;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

/// <summary>TRNOISE and TRRANDOM against their laws. Seeds are fixed; a bound is five σ, or a significance of 5.7e-7.</summary>
[Trait("Category", "slow")]
public class NoiseWaveformTests
{
    private const int Count = 8000;

    /// <summary>Laws of the values that a source has every nanosecond, in SciPy's words.</summary>
    [SciPyFact]
    public void Transient_OfNoise_HasTheMomentsAndTheLawOfItsParameters()
    {
        (string Source, string Law)[] all =
        [
            ("DC 3 TRNOISE(2 1n)", "norm(3,2)"),
            ("TRRANDOM(1 1n 0 2 1)", "uniform(-1,4)"),
            ("DC 1 TRRANDOM(2 1n 0 0.5 3)", "norm(4,0.5)"),
            ("TRRANDOM(3 1n 0 2 1)", "expon(1,2)"),
        ];
        var waveforms = Run(string.Concat(all.Index().Select(a => $"V{a.Index} n{a.Index} 0 {a.Item.Source}\n")) + "Vp np 0 TRRANDOM(4 1n 0 3 1)\n");
        using var folder = new TemporaryFolder();
        // White noise at its points; what holds for an interval at its end.
        File.WriteAllLines(folder.File("x.txt"), Enumerable.Range(1, Count).Select(k => string.Join(' ',
            [.. all.Select((_, i) => At(waveforms, $"v(n{i})", k)), At(waveforms, "v(np)", k)])));
        var found = NumPy.Run($"""
            from scipy import stats
            x = np.loadtxt(sys.argv[1])
            laws = [{string.Join(',', all.Select(a => $"stats.{a.Law}"))}]
            n = len(x)
            p = [stats.kstest(x[:,k], law.cdf).pvalue for k, law in enumerate(laws)]
            laws.append(stats.poisson(3, 1))
            z = [abs(x[:,k].mean()-law.mean())/law.std()*n**0.5 for k, law in enumerate(laws)]
            s = [abs(x[:,k].var()/law.var()-1)*(n/(law.stats('k')+2))**0.5 for k, law in enumerate(laws)]
            c = [abs(np.corrcoef(x[1:,k], x[:-1,k])[0,1])*n**0.5 for k in range(len(laws))]
            e = np.bincount(np.clip(np.round(x[:,-1]).astype(int)-1, 0, 8), minlength=9)
            w = [stats.poisson(3).pmf(i) for i in range(8)]; w.append(1-sum(w))
            print(min(p), max(z), max(s), max(c), stats.chisquare(e, np.array(w)*n).pvalue)
            """, folder.File("x.txt")).Split(' ').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray();
        Assert.InRange(found[0], 5.7e-7, 1);
        Assert.All(found[1..4], sigmas => Assert.InRange(sigmas, 0, 5));
        Assert.InRange(found[4], 5.7e-7, 1);
    }

    /// <summary>The mean of a periodogram over a band of M frequencies lies within 5/√M of Kasdin's density.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(1.4)]
    public void Transient_OfFlickerNoise_HasTheDensityOfItsExponent(double exponent)
    {
        var waveforms = Run($"V0 n 0 TRNOISE(0 1n {exponent.ToString(CultureInfo.InvariantCulture)} 0.1)\n");
        double[] x = [.. Enumerable.Range(0, Count).Select(k => At(waveforms, "v(n)", k))];
        // Apart from its mean, and without the step from its end back to its start.
        var (mean, slope) = (x.Average(), (x[^1] - x[0]) / (Count - 1));
        double[] level = [.. x.Select((v, k) => v - mean - slope * (k - (Count - 1) / 2.0))];
        foreach (var (first, last) in new[] { (20, 60), (60, 200), (200, 600), (600, 2000) })
        {
            var ratio = Enumerable.Range(0, (last - first) / 2).Select(k => first + 2 * k).Average(f =>
                Periodogram(level, f) / (2 * 0.01 * 1e-9 / Math.Pow(2 * Math.Sin(Math.PI * f / Count), exponent)));
            Assert.InRange(ratio, 1 - 5 / Math.Sqrt((last - first) / 2.0), 1 + 5 / Math.Sqrt((last - first) / 2.0));
        }
    }

    /// <summary>Some 900 cycles: the mean time at the top is its own, within five σ of exponential times, and so is that at the bottom.</summary>
    [Fact]
    public void Transient_OfATelegraphSignal_SpendsItsMeanTimes()
    {
        var flat = SpiceReader.Read("t\nV1 a 0 TRNOISE(0 0 0 0 2 1u 2u)\nR1 a 0 1k\n.tran 1u 2700u\n.end\n").Flat;
        var waveforms = new Waveforms();
        new BuiltInSimulator().RunTransient(flat, (TransientAnalysis)flat.Analyses[0], waveforms);
        var (time, v) = (waveforms.Axis, waveforms["v(a)"]);
        var (since, times) = (0.0, new[] { new List<double>(), new List<double>() });
        for (var k = 1; k < time.Count; k++)
        {
            if (v[k] > 1 == v[k - 1] > 1)
                continue;
            times[v[k - 1] > 1 ? 1 : 0].Add(time[k] - since);
            since = time[k];
        }

        foreach (var (observed, mean) in times.Zip([1e-6, 2e-6]))
        {
            Assert.InRange(observed.Count, 700, 1100);
            Assert.InRange(observed.Average(), mean * (1 - 5 / Math.Sqrt(observed.Count)), mean * (1 + 5 / Math.Sqrt(observed.Count)));
        }

        Assert.Equal(2, v.Max(), 1e-9);
    }

    [Fact]
    public void Transient_OfNoise_IsTheSameForASeedAndAnotherForEachInstance()
    {
        const string Cards = "X1 a s\nX2 b s\n.subckt s p\nV1 p 0 TRNOISE(1 1n 1 1)\n.ends\nI1 0 c TRNOISE(1 1n)\nR1 c 0 1\n";
        var netlist = SpiceReader.Read($"t\n{Cards}.tran 10n 20n\n.end\n").Netlist;
        double[] Values(RandomRun run, string vector)
        {
            var flat = (netlist with { Run = run }).Flatten();
            var waveforms = new Waveforms();
            new BuiltInSimulator().RunTransient(flat, (TransientAnalysis)flat.Analyses[0], waveforms);
            return [.. waveforms[vector]];
        }

        var first = Values(new RandomRun(3, 0), "v(a)");
        // A point at each value, whatever the step that was asked for.
        Assert.InRange(first.Length, 21, 1000);
        Assert.Equal(first, Values(new RandomRun(3, 0), "v(a)"));
        double[][] others = [Values(new RandomRun(3, 0), "v(b)"), Values(new RandomRun(3, 0), "v(c)"), Values(new RandomRun(4, 0), "v(a)"), Values(new RandomRun(3, 1), "v(a)")];
        Assert.All(others, other => Assert.NotEqual(first[^1], other[^1]));
        Assert.True(netlist.Flatten().IsRandom);
        var again = SpiceReader.Read(SpiceWriter.ToText(netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Native })).Netlist;
        Assert.Equal(netlist.Subcircuits[0].Elements, again.Subcircuits[0].Elements.Select(e => e with { Place = netlist.Subcircuits[0].Elements[0].Place }));
        Assert.Contains("draw other numbers in ngspice", Assert.Throws<NetlistException>(() => SpiceWriter.ToText(netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Ngspice })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TRNOISE(1 1f)", "the noise of V1 being that fast, takes at least 1e15 steps")]
    [InlineData("TRNOISE(0 0 0 0 1 1f 1f)", "the noise of V1 being that fast")]
    [InlineData("TRNOISE(0 0.1u 1 1)", "V1: TRNOISE has 1e7 points of 1/f noise; 2097152 are the most")]
    public void Run_OfNoiseThatIsTooFast_IsRefused(string source, string what)
    {
        var flat = SpiceReader.Read($"t\nV1 a 0 1\nR1 a 0 1\n.tran 1m 1\n.end\n".Replace("V1 a 0 1", $"V1 a 0 {source}", StringComparison.Ordinal));
        Assert.Contains(what, Assert.Throws<NetlistException>(() =>
            new BuiltInSimulator().RunTransient(flat.Flat, (TransientAnalysis)flat.Flat.Analyses[0], new Waveforms())).Message, StringComparison.Ordinal);
    }

    private static Waveforms Run(string sources)
    {
        var flat = SpiceReader.Read($"t\n{sources}.tran 1n {Count}n\n.end\n").Flat;
        var waveforms = new Waveforms();
        new BuiltInSimulator().RunTransient(flat, (TransientAnalysis)flat.Analyses[0], waveforms);
        return waveforms;
    }

    /// <summary>At so many nanoseconds, which are points of the waveform.</summary>
    private static double At(Waveforms waveforms, string vector, int nanoseconds)
    {
        var (low, high) = (0, waveforms.Points - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (waveforms.Axis[middle] < nanoseconds * 1e-9 * (1 - 1e-9))
                low = middle + 1;
            else
                high = middle;
        }

        Close.Equal(nanoseconds * 1e-9, waveforms.Axis[low], rtol: 1e-9, atol: 1e-20);
        return waveforms[vector][low];
    }

    /// <summary>One-sided, at so many periods of the whole, after a Hann window.</summary>
    private static double Periodogram(double[] x, int periods)
    {
        var (re, im) = (0.0, 0.0);
        for (var k = 0; k < x.Length; k++)
        {
            var windowed = x[k] * (1 - Math.Cos(2 * Math.PI * (k + 0.5) / x.Length)) * Math.Sqrt(2.0 / 3);
            var (sin, cos) = Math.SinCos(2 * Math.PI * periods * (double)k / x.Length);
            re += windowed * cos;
            im += windowed * sin;
        }

        return 2e-9 / x.Length * (re * re + im * im);
    }
}
