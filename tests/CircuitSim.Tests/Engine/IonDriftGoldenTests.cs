using System.Globalization;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Results;
using CircuitSim.Ngspice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

/// <summary>Linear ion drift under five drives against SciPy's Radau (Golden/ion_drift_states.py); SpiceSharp has a class of its own.</summary>
public class IonDriftGoldenTests(ITestOutputHelper log)
{
    private const double Thickness = 10e-9;

    private static readonly string Golden = Path.Combine(Repository.Root, "tests", "CircuitSim.Tests", "Golden", "ion_drift_states.golden");

    /// <summary>Name, exponent of the window, resistance at the start, source and end, as in the script.</summary>
    public static TheoryData<string, int, string, string, double> Drives => new()
    {
        { "sine-small", 1, "11k", "sin(0 1.2 1)", 2 },
        { "sine-large", 2, "11k", "sin(0 2.5 2)", 1 },
        { "triangle", 1, "8k", "pwl(0 0 0.25 1 0.75 -1 1.25 1 1.75 -1 2 0)", 2 },
        { "pulses-small", 3, "14k", "pwl(0 0 0.1 0 0.11 1 0.6 1 0.61 0 1 0 1.01 -1 1.5 -1 1.51 0 2 0)", 2 },
        { "pulses-large", 1, "12k", "pwl(0 0 0.01 4 0.13 4 0.14 -3 0.3 -3 0.31 5 0.37 5 0.38 -2 0.8 -2)", 0.8 },
    };

    [Theory]
    [MemberData(nameof(Drives))]
    public void States_OfTheBuiltInEngine_AreThoseOfRadau(string name, int p, string start, string source, double end) =>
        Compare(log, new BuiltInSimulator(), name, Netlist(p, start, source, end));

    [NgspiceTheory]
    [MemberData(nameof(Drives))]
    public void States_OfNgspice_AreThoseOfRadau(string name, int p, string start, string source, double end) =>
        Compare(log, new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() }), name, Netlist(p, start, source, end));

    [Fact]
    public void Current_UnderASlowSine_IsThatOfRadau()
    {
        var waves = Spice.Transient("""
            V1 1 0 SIN(0 1.2 1)
            YMEMRISTOR mr1 1 0 m R_init=11000
            .model m memristor(level=4 Roff=16000 Ron=100 D=10e-9 uv=10e-15 p=1)
            .tran 1m 1
            """).Waveforms;
        // The greatest current that SciPy's Radau at 1e-10 finds.
        Close.Equal(-180.6014e-6, waves["i(V1)"].Min(), rtol: 2e-5);
    }

    internal static Netlist Netlist(int p, string start, string source, double end) => Spice.Read(string.Create(CultureInfo.InvariantCulture, $"""
        V1 1 0 {source}
        YMEMRISTOR m1 1 0 m r_init={start}
        .model m memristor(level=4 roff=16k ron=100 d=10n uv=10f p={p})
        .tran {end / 1000} {end} 0 {end / 1000}
        """));

    internal static void Compare(ITestOutputHelper log, ICircuitSimulator simulator, string name, Netlist netlist)
    {
        var analysis = netlist.Analyses.OfType<TransientAnalysis>().Single();
        var waves = new Waveforms();
        simulator.RunTransient(netlist, analysis, waves);
        var golden = File.ReadLines(Golden).Select(l => l.Split(' ')).Single(w => w[0] == name).Skip(1).Select(t => double.Parse(t, CultureInfo.InvariantCulture)).ToArray();
        var worst = 0.0;
        for (var k = 0; k < golden.Length; k++)
            worst = Math.Max(worst, Math.Abs(At(waves, analysis.Stop.Number * (k + 1) / golden.Length) - golden[k]));
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {worst:0.0e0} of the range in {waves.Points} points"));
        Assert.True(worst <= 1e-3, $"{name}: {worst:0.0e0} of the range");
    }

    /// <summary>w/D at a time, on the straight line between two points.</summary>
    private static double At(Waveforms waves, double time)
    {
        var (axis, w) = (waves.Axis, waves["w(m1)"]);
        var k = 1;
        while (k < waves.Points - 1 && axis[k] < time)
            k++;
        return (w[k - 1] + (w[k] - w[k - 1]) * (time - axis[k - 1]) / (axis[k] - axis[k - 1])) / Thickness;
    }
}
