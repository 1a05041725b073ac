using System.Globalization;
using CircuitSim.Engine;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Ngspice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

/// <summary>Xyce's memristors of levels 2 to 5 under five drives each against SciPy's Radau (Golden/xyce_memristor_states.py).</summary>
[Trait("Category", "slow")]
public class XyceMemristorGoldenTests(ITestOutputHelper log)
{
    private const string Team = "level=2 ron=50 roff=1000 koff=6.6e-9 kon=-2e-12 ioff=115u ion=-8.9u alphaon=3 alphaoff=3";
    private const string Tables = "fxpdata=forward.csv fxmdata=backward.csv";

    private static readonly string Golden = Path.Combine(Repository.Root, "tests", "CircuitSim.Tests", "Golden", "xyce_memristor_states.golden");

    /// <summary>In the script's units.</summary>
    private static readonly Dictionary<string, (string Points, double End)> Shapes = new()
    {
        ["triangle"] = ("0 0 0.25 1 0.75 -1 1.25 1 1.75 -1 2 0", 2),
        ["pulses-small"] = ("0 0 0.1 0 0.11 0.9 0.6 0.9 0.61 0 1 0 1.01 -0.9 1.5 -0.9 1.51 0 2 0", 2),
        ["pulses-large"] = ("0 0 0.01 1.4 0.13 1.4 0.14 -1.2 0.3 -1.2 0.31 1.6 0.37 1.6 0.38 -0.8 0.8 -0.8", 0.8),
    };

    /// <summary>Name of the drive, card, start, range of the state, and the script's units of voltage and time.</summary>
    public static TheoryData<string, string, string, double, double, double> Drives
    {
        get
        {
            var data = new TheoryData<string, string, string, double, double, double>
            {
                { "team-sine-small", Team, "1.5n", 3e-9, 0.5, 2e-3 },
                { "team-sine-large", Team + " wt=1 p=2", "1.5n", 3e-9, 0.5, 2e-3 },
                { "team-triangle", Team + " wt=2 p=2 ivrelation=1", "1.5n", 3e-9, 0.5, 2e-3 },
                { "team-pulses-small", Team + " wt=3 p=3 j=0.8", "1.5n", 3e-9, 0.5, 2e-3 },
                { "team-pulses-large", Team + " wt=4 aon=0.3n aoff=2.7n wc=0.06n", "1.5n", 3e-9, 0.5, 2e-3 },
            };
            foreach (var drive in new[] { "sine-small", "sine-large", "triangle", "pulses-small", "pulses-large" })
            {
                data.Add($"yakopcic-{drive}", "level=3 a1=0.17 a2=0.17 b=0.05 vp=0.16 vn=0.15 ap=4000 an=4000 xp=0.3 xn=0.5 alphap=1 alphan=5 eta=1", "0.11", 1, 0.5, 10e-3);
                data.Add($"switches-{drive}", "level=5 ron=500 roff=1500 von=0.27 voff=0.2 tau=1e-4 temp=310 phi=0.8 sfa=1e-5 sfb=4 sra=1e-5 srb=4", "0.2", 1, 0.4, 5e-3);
                data.Add($"empirical-{drive}", $"level=4 {Tables} i1=80u i2=90u v1=0.26 v2=0.25 g0=130u vp=0.1 vn=-0.12 d1=3 d2=-2 c1=300 c2=900", "0.3", 1, 0.5, 20e-3);
            }

            return data;
        }
    }

    public static TheoryData<string, string, string, double, double, double> DrivesOfNgspice =>
        [.. Drives.Where(row => !row.Data.Item2.Contains("level=4", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Drives))]
    public void States_OfTheBuiltInEngine_AreThoseOfRadau(string name, string card, string start, double range, double volt, double second) =>
        Compare(new BuiltInSimulator(), name, card, start, range, volt, second);

    [NgspiceTheory]
    [MemberData(nameof(DrivesOfNgspice))]
    public void States_OfNgspice_AreThoseOfRadau(string name, string card, string start, double range, double volt, double second) =>
        Compare(new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() }), name, card, start, range, volt, second);

    private void Compare(ICircuitSimulator simulator, string name, string card, string start, double range, double volt, double second)
    {
        var (source, end) = SourceOf(name[(name.IndexOf('-', StringComparison.Ordinal) + 1)..], volt, second);
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "forward.csv"), "# f\n0.1,0.6\n0.3,0.6\n0.5,0.5\n0.7,0.2\n0.9,0.03\n1,0\n");
        File.WriteAllText(Path.Combine(folder.Path, "backward.csv"), "0.1 0\n0.3 -0.03\n0.6 -0.2\n0.8 -0.2\n1 -0.02\n");
        var file = Path.Combine(folder.Path, "drive.cir");
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"test\nV1 1 0 {source}\nYMEMRISTOR m1 1 0 m xo={start}\n.model m memristor({card})\n.tran {end / 1000} {end} 0 {end / 1000}\n.end\n"));
        var netlist = NetlistFile.Read(file).Netlist;
        var waves = new Waveforms();
        simulator.RunTransient(netlist, netlist.Analyses.OfType<TransientAnalysis>().Single(), waves);
        var golden = File.ReadLines(Golden).Select(l => l.Split(' ')).Single(w => w[0] == name).Skip(1).Select(t => double.Parse(t, CultureInfo.InvariantCulture)).ToArray();
        var worst = 0.0;
        for (var k = 0; k < golden.Length; k++)
            worst = Math.Max(worst, Math.Abs(At(waves, end * (k + 1) / golden.Length) / range - golden[k]));
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {worst:0.0e0} of the range in {waves.Points} points"));
        Assert.True(worst <= 1e-3, $"{name}: {worst:0.0e0} of the range");
    }

    private static (string Source, double End) SourceOf(string drive, double volt, double second)
    {
        if (drive.StartsWith("sine", StringComparison.Ordinal))
        {
            var (amplitude, frequency, end) = drive == "sine-small" ? (0.8, 1.0, 2.0) : (1.5, 2.0, 1.0);
            return (string.Create(CultureInfo.InvariantCulture, $"sin(0 {amplitude * volt} {frequency / second})"), end * second);
        }

        var numbers = Shapes[drive].Points.Split(' ').Select((t, k) => double.Parse(t, CultureInfo.InvariantCulture) * (k % 2 == 0 ? second : volt));
        return ($"pwl({string.Join(' ', numbers.Select(n => n.ToString("R", CultureInfo.InvariantCulture)))})", Shapes[drive].End * second);
    }

    /// <summary>The state at a time, on the straight line between two points.</summary>
    private static double At(Waveforms waves, double time)
    {
        var (axis, w) = (waves.Axis, waves["w(m1)"]);
        var k = 1;
        while (k < waves.Points - 1 && axis[k] < time)
            k++;
        return w[k - 1] + (w[k] - w[k - 1]) * (time - axis[k - 1]) / (axis[k] - axis[k - 1]);
    }
}
