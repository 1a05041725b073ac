using System.Globalization;
using CircuitSim.Devices;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Results;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

/// <summary>Whether the points of a waveform, joined by straight lines, show what a memristor does between steps.</summary>
public class MemristorWaveformTests(ITestOutputHelper log)
{
    private const int AskedSteps = 2000;

    /// <summary>By how much a line may lie beside the course in time, as a part of the span.</summary>
    private const double Shift = 2e-5;

    private static readonly string Script = Path.Combine(Repository.Root, "tests", "CircuitSim.Tests", "Golden", "vteam_states.py");

    /// <summary>Pulses, sines and triangles on every card of the library, alone and behind a resistor.</summary>
    [SciPyFact]
    [Trait("Category", "slow")]
    public void Lines_Of2000Steps_AreTheCourseOfRadau()
    {
        List<VteamCase> cases = [.. VteamCase.All.Where(c => c.Name.StartsWith("vteam", StringComparison.Ordinal))];
        cases.AddRange(cases.Where(c => c.SineAmplitude > 0).Select(Triangle).ToList());
        Assert.Equal(30, cases.Count);
        double[] times = [.. Enumerable.Range(1, 4 * AskedSteps).Select(k => VteamCase.Stop * k / (4 * AskedSteps))];
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "cases.json");
        File.WriteAllText(file, VteamCase.ToJson(cases, times));
        var lines = NumPy.Run($"import runpy; sys.argv = ['', sys.argv[1]]; runpy.run_path({System.Text.Json.JsonSerializer.Serialize(Script)})", file)
            .Split('\n').Where(l => l.Length > 0 && l[0] != '*').ToList();
        Assert.Equal(cases.Count, lines.Count);
        foreach (var (c, line) in cases.Zip(lines))
        {
            double[] states = [.. line.Trim().Split(' ').Skip(1).Select(t => double.Parse(t, CultureInfo.InvariantCulture))];
            var p = c.Parameters;
            var device = new Vteam(p);
            double[] currents = [.. states.Zip(times, (x, t) => c.SourceAt(t) / (c.Series + 1 / device.Conductance(p.WOn + x * (p.WOff - p.WOn))))];
            var waveforms = Spice.Transient(c.Netlist(VteamCase.Stop / AskedSteps, ".save w(m1) i(v1)")).Waveforms;
            var stateError = Miss(waveforms, "w(m1)", w => (w - p.WOn) / (p.WOff - p.WOn), times, states);
            var currentError = Miss(waveforms, "i(v1)", i => -i, times, currents) / currents.Max(Math.Abs);
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{c.Name}: {waveforms.Points} points, state {stateError:0.0e0}, current {currentError:0.0e0}"));
            Assert.True(stateError <= 1e-3, $"{c.Name}: a line misses the state by {stateError:0.0e0} of its range");
            Assert.True(currentError <= 1e-2, $"{c.Name}: a line misses the current by {currentError:0.0e0} of its peak");
        }
    }

    /// <summary>Under a voltage that rises evenly, v = s t, and without a window: k (u^(α+1)) v_th / (s (α + 1)) = range, u = v/v_th − 1.</summary>
    [Theory]
    [InlineData("vteam_magic", 50, "")]
    [InlineData("vteam_magic", 2000, "")]
    [InlineData("vteam_magic", 2000, ".save w(m1)")]
    [InlineData("vteam_camponogara", 50, ".save w(m1)")]
    [InlineData("vteam_symphony", 50, "")]
    [InlineData("vteam_technion", 2000, "")]
    public void Moments_OfARamp_ArePointsOfTheWaveform(string card, int steps, string save)
    {
        var p = VteamCard.ToParameters(DeviceModelLibrary.Find(card).Card);
        // As fast as arrives at three quarters of the way from the threshold to the bound of the card.
        var top = p.VOff + 0.9 * (Math.Min(p.VMax, 3 * p.VOff) - p.VOff);
        var u = 0.75 * (top / p.VOff - 1);
        var slope = p.KOff * Math.Pow(u, p.AlphaOff + 1) * p.VOff / ((p.AlphaOff + 1) * (p.WOff - p.WOn));
        var stop = top / slope;
        var waveforms = Spice.Transient(string.Create(CultureInfo.InvariantCulture, $"""
            {save}
            V1 a 0 pwl(0 0 {stop:R} {top:R})
            YMEMRISTOR m1 a 0 {card} w0={p.WOn:R}
            {Card(p, card)}
            .tran {stop / steps:R} {stop:R}
            """)).Waveforms;
        foreach (var moment in new[] { p.VOff / slope, p.VOff * (1 + u) / slope })
        {
            var nearest = waveforms.Axis.MinBy(t => Math.Abs(t - moment));
            Close.Equal(moment, nearest, rtol: 0, atol: Shift * stop, where: card);
        }

        var arrival = Enumerable.Range(0, waveforms.Points).First(k => waveforms["w(m1)"][k] >= p.WOff);
        Close.Equal(p.VOff * (1 + u) / slope, waveforms.Axis[arrival], rtol: 0, atol: Shift * stop, where: $"{card}: first point at the limit");
    }

    private static string Card(VteamParameters p, string name) => string.Create(CultureInfo.InvariantCulture,
        $".model {name} memristor(ron={p.ROn:R} roff={p.ROff:R} kon={p.KOn:R} koff={p.KOff:R} aon={p.AlphaOn:R} aoff={p.AlphaOff:R} von={p.VOn:R} voff={p.VOff:R} won={p.WOn:R} woff={p.WOff:R})");

    private static VteamCase Triangle(VteamCase sine) => sine with
    {
        Name = sine.Name.Replace("sine", "triangle", StringComparison.Ordinal),
        SineAmplitude = 0,
        Points = [.. Enumerable.Range(0, 5).Select(k => (k * VteamCase.Stop / 4, sine.SineAmplitude * (k % 2 == 0 ? 0 : k == 1 ? -1 : 1)))],
    };

    /// <summary>The largest distance of exact values from what lines between the points show within the allowed shift.</summary>
    private static double Miss(Waveforms waveforms, string vector, Func<double, double> scale, double[] times, double[] exact)
    {
        var (axis, values) = (waveforms.Axis, waveforms[vector]);
        var shift = Shift * axis[^1];
        var (worst, first) = (0.0, 0);
        for (var k = 0; k < times.Length; k++)
        {
            var (early, late) = (times[k] - shift, Math.Min(times[k] + shift, axis[^1]));
            while (axis[first + 1] < early)
                first++;
            List<double> seen = [On(first, early)];
            var j = first + 1;
            for (; axis[j] < late; j++)
                seen.Add(scale(values[j]));
            seen.Add(On(j - 1, late));
            worst = Math.Max(worst, Math.Max(seen.Min() - exact[k], exact[k] - seen.Max()));
        }

        return worst;

        double On(int j, double t) => scale(values[j] + (values[j + 1] - values[j]) * (t - axis[j]) / (axis[j + 1] - axis[j]));
    }
}
