using System.Globalization;
using CircuitSim.Engine;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Ngspice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

/// <summary>The published models in netlists/memristors against SciPy's Radau (Golden/published_memristors.py), and what reading such models takes.</summary>
public class PublishedMemristorTests
{
    private static readonly string Golden = Path.Combine(Repository.Root, "tests", "CircuitSim.Tests", "Golden", "published_memristors.golden");

    public static TheoryData<string> Circuits =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "netlists", "memristors"), "*.cir").Select(f => Path.GetFileNameWithoutExtension(f)!)];

    [Fact]
    public void Folder_OfPublishedMemristors_HasThree() => Assert.Equal(3, Circuits.Count);

    [Theory]
    [MemberData(nameof(Circuits))]
    public void Circuit_OfTheFolder_IsAPinchedLoopAsRadauFindsIt(string name) => Compare(name, new BuiltInSimulator());

    [NgspiceTheory]
    [MemberData(nameof(Circuits))]
    public void Circuit_OfTheFolder_IsTheSameInNgspice(string name) =>
        Compare(name, new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() }));

    [Theory]
    // A state that rests at the source's first voltage starts from the ic of its capacitor, or at zero.
    [InlineData("C1 x 0 1u ic=0.3", 0.3)]
    [InlineData("C1 0 x 1u ic=-0.3", 0.3)]
    [InlineData("C1 x 0 1u", 0)]
    public void Transient_OfAStateThatRests_StartsFromItsCapacitor(string capacitor, double expected)
    {
        var (w, _) = Spice.Transient($"V1 a 0 SIN(0 1 1k)\nR1 a 0 1k\n{capacitor}\nB1 0 x I={{v(a) > 0.5 ? 1m*(v(a)-0.5) : 0}}\n.tran 1u 1m");
        Close.Equal(expected, w["v(x)"][0], 1e-12);
        // ∫(sin − ½) dt between 30° and 150°, over 1 ms and 1 µF: (√3 − π/3) / 2π
        Close.Equal(expected + (Math.Sqrt(3) - Math.PI / 3) / (2 * Math.PI), w["v(x)"][^1], 2e-3);
    }

    [Fact]
    public void Transient_IntegralWithAReset_StartsAgain()
    {
        var (w, _) = Spice.Transient(".options reltol=1e-5\nV1 a 0 1\nV2 r 0 PULSE(0 1 1m 1u 1u 0.1m 1)\nB1 s 0 V={idt(1k*v(a), 0.25, v(r) > 0.5)}\nR1 s 0 1\n.tran 1u 2m 0 1u");
        var k = w.Axis.TakeWhile(t => t < 0.9e-3).Count();
        Close.Equal(0.25 + 1e3 * w.Axis[k], w["v(s)"][k], 1e-4);
        k = w.Axis.TakeWhile(t => t < 1.05e-3).Count();
        Close.Equal(0.25, w["v(s)"][k], 1e-3);
        Close.Equal(0.25 + 1e3 * (2e-3 - 1.1015e-3), w["v(s)"][^1], 2e-3);
    }

    [Theory]
    [InlineData("X1 a gnd! s r=2*k", ".subckt s p n r=1/2\nR1 p n {r}\n.ends")]
    [InlineData("X1 a 0 s r=-k+6", ".subckt s p n params: r=0.5+k*2\nR1 p n {r}\n.ends")]
    public void Read_ExpressionsWithoutBracesAndHspicesGround_AreWhatTheySay(string call, string definition)
    {
        var point = Spice.OperatingPoint($".param k=2\nV1 a 0 4\n{call}\n{definition}");
        Close.Equal(-1, point.Current("V1"), 1e-9);
    }

    [Fact]
    public void Read_SlipsOfPublishedFiles_AreTakenWithANote()
    {
        var reading = SpiceReader.Read("t\nV1 a 0 1\nX1 a s\n.subckt s p\nD1 p 0 d\nR1 p 0 {f(1)}\n.func f(x) = 2*(x+(1)\n.ends other\n.model d d(is=1e-14 n=1 is=1e-15)\n.op\n.end\n");
        Assert.Contains(reading.Notes, n => n.Contains(".ends other is taken as the end of subcircuit s.", StringComparison.Ordinal));
        Assert.Contains(reading.Notes, n => n.Contains("is is given twice; the last value counts.", StringComparison.Ordinal));
        Assert.Contains(reading.Notes, n => n.Contains("the last bracket is taken as closed here.", StringComparison.Ordinal));
        Assert.Equal("1e-15", reading.Netlist.Models.Single().Parameters["is"]);
    }

    private static void Compare(string name, ICircuitSimulator simulator)
    {
        var netlist = NetlistFile.Read(Path.Combine(Repository.Root, "netlists", "memristors", name + ".cir")).Netlist;
        var analysis = netlist.Analyses.OfType<TransientAnalysis>().Single();
        var waves = new Waveforms();
        simulator.RunTransient(netlist, analysis, waves);
        foreach (var (what, vector, sign) in new[] { ("state", "v(X1.x)", 1.0), ("current", "i(V1)", -1.0) })
        {
            var golden = File.ReadLines(Golden).Select(l => l.Split(' ')).Single(w => w[0] == name && w[1] == what).Skip(2).Select(t => double.Parse(t, CultureInfo.InvariantCulture)).ToArray();
            var range = golden.Max() - golden.Min();
            for (var k = 0; k < golden.Length; k++)
                Close.Equal(golden[k], sign * At(waves, vector, analysis.Stop.Number * k / (golden.Length - 1)), 0, 1e-3 * range, $"{name} {what} {k}");
        }

        // Where the voltage is nothing, so is the current.
        var (v, i) = (waves["v(a)"], waves["i(V1)"]);
        var (mostVoltage, mostCurrent) = (v.Max(), i.Max(Math.Abs));
        Assert.Contains(Enumerable.Range(1, waves.Points - 1), k => Math.Abs(v[k]) < 1e-2 * mostVoltage);
        Assert.All(Enumerable.Range(0, waves.Points).Where(k => Math.Abs(v[k]) < 1e-2 * mostVoltage), k => Assert.InRange(Math.Abs(i[k]), 0, 5e-2 * mostCurrent));
    }

    private static double At(Waveforms waves, string vector, double time)
    {
        var k = Math.Clamp(waves.Axis.TakeWhile(t => t < time).Count(), 1, waves.Points - 1);
        var (y, t) = (waves[vector], waves.Axis);
        return y[k - 1] + (y[k] - y[k - 1]) * (time - t[k - 1]) / (t[k] - t[k - 1]);
    }
}
