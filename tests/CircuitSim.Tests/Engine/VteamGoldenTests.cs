using System.Globalization;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

/// <summary>
/// States of the engine against SciPy's Radau, at default tolerances and for every largest step: the largest step is to
/// be of no influence.
/// </summary>
public class VteamGoldenTests(ITestOutputHelper log)
{
    private static readonly string Script = Path.Combine(Repository.Root, "tests", "CircuitSim.Tests", "Golden", "vteam_states.py");
    private static readonly string File = Path.ChangeExtension(Script, ".golden");

    /// <summary>(w − w_on)/(w_off − w_on) at <see cref="VteamCase.Times"/>, by the name of the case.</summary>
    internal static Dictionary<string, double[]> Stored() => Read(System.IO.File.ReadLines(File));

    public static TheoryData<string> Names => [.. VteamCase.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Category", "slow")]
    public void States_WithEveryLargestStep_AreThoseOfRadau(string name)
    {
        var golden = Stored()[name];
        foreach (var largestStep in new[] { 1e-9, 1e-10, 1e-11 })
        {
            var (error, steps) = WorstError(name, golden, largestStep);
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {largestStep} {error:0.0e0} {steps}"));
            Assert.True(error <= 1e-3, $"{name}, largest step {largestStep} s: {error:0.0e0} of the range");
        }
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-4)]
    [InlineData(1e-5)]
    [InlineData(1e-6)]
    [Trait("Category", "slow")]
    public void States_AtATolerance_AreAsExactAsItBuys(double tolerance)
    {
        var goldens = Stored();
        // Newton's own tolerance matters only where it is the coarser of the two.
        var worst = VteamCase.All.Select(c => (c.Name, WorstError(c.Name, goldens[c.Name], 1e-9, $".options statetol={tolerance.ToString(CultureInfo.InvariantCulture)}"))).MaxBy(e => e.Item2.Error);
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"statetol {tolerance}: {worst.Item2.Error:0.0e0} of the range in {worst.Item2.Steps} steps, {worst.Name}"));
        Assert.InRange(worst.Item2.Error, 0, 5 * tolerance);
    }

    /// <summary>
    /// The subcircuit of B sources and a capacitor that ngspice gets, read back and run on the built-in engine: another
    /// formulation, another integration, the same states but for the thousandth by which it may overshoot a limit.
    /// </summary>
    [Theory]
    [InlineData("vteam_magic/pulses-behind-resistor")]
    [InlineData("vteam_technion/sine-behind-resistor")]
    [InlineData("vteam_camponogara/sine")]
    [InlineData("biolek/pulses")]
    [InlineData("exponential-window/pulses-behind-resistor")]
    public void States_OfTheBehavioralSubcircuit_AreThoseOfRadau(string name)
    {
        var golden = Stored()[name];
        var c = VteamCase.All.Single(c => c.Name == name);
        var text = SpiceWriter.ToText(Spice.Read(c.Netlist(1e-10, ".options reltol=1e-5 vntol=1e-8 chgtol=1e-18 abstol=1e-14")), new SpiceWriterOptions { Dialect = SpiceDialect.Ngspice }).Replace("X.m1", "Xm1", StringComparison.Ordinal);
        var behavioral = SpiceReader.Read(text).Netlist;
        var state = new NodeId("Xm1.x");
        var session = new TransientSession(behavioral.Flatten(), behavioral.Analyses.OfType<TransientAnalysis>().Single());
        for (var k = 0; k < golden.Length; k++)
        {
            session.AdvanceTo(VteamCase.Times[k]);
            Close.Equal(golden[k], Math.Clamp(session.Voltage(state), 0, 1), rtol: 0, atol: 5e-3, where: $"{name} at {VteamCase.Times[k]} s");
        }
    }

    [SciPyFact]
    [Trait("Category", "slow")]
    public void Goldens_OfTheScriptRunAgain_AreThoseStored()
    {
        using var folder = new TemporaryFolder();
        var cases = Path.Combine(folder.Path, "cases.json");
        System.IO.File.WriteAllText(cases, VteamCase.ToJson(VteamCase.All));
        var text = NumPy.Run($"import runpy; sys.argv = ['', sys.argv[1]]; runpy.run_path({Quote(Script)})", cases);
        if (Environment.GetEnvironmentVariable("CIRCUITSIM_WRITE_GOLDENS") == "1")
            System.IO.File.WriteAllText(File, text);
        var stored = Stored();
        var found = Read(text.Split('\n'));
        Assert.Equal(stored.Keys.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, states) in found)
        {
            foreach (var (a, b) in states.Zip(stored[name]))
                Close.Equal(a, b, rtol: 0, atol: 1e-6, where: name);
        }
    }

    private static (double Error, long Steps) WorstError(string name, double[] golden, double largestStep, string options = "")
    {
        var c = VteamCase.All.Single(c => c.Name == name);
        var p = c.Parameters;
        var session = Spice.Session(c.Netlist(largestStep, options));
        var worst = 0.0;
        // Looked at between the engine's own steps, which the look must not shorten.
        for (var k = 0; k < golden.Length; k++)
        {
            var before = session.Save();
            while (session.Advance(VteamCase.Stop) && session.Time < VteamCase.Times[k])
                before = session.Save();
            var after = session.Save();
            session.Restore(before);
            session.AdvanceTo(VteamCase.Times[k]);
            worst = Math.Max(worst, Math.Abs((session.State("m1") - p.WOn) / (p.WOff - p.WOn) - golden[k]));
            session.Restore(session.Time < after.Time ? before : after);
        }

        return (worst, session.Statistics.AcceptedSteps);
    }

    private static Dictionary<string, double[]> Read(IEnumerable<string> lines) => lines
        .Where(l => l.Length > 0 && l[0] != '*')
        .Select(l => l.Trim().Split(' '))
        .ToDictionary(w => w[0], w => w.Skip(1).Select(t => double.Parse(t, CultureInfo.InvariantCulture)).ToArray());

    private static string Quote(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
