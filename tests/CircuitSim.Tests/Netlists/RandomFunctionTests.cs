using System.Globalization;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

/// <summary>Random functions against their laws. Seeds are fixed; a bound is five σ, or a significance of 5.7e-7, which is as rare.</summary>
public class RandomFunctionTests
{
    private const int Runs = 3000;

    /// <summary>Each function as the value of a resistor, and its law in SciPy's words.</summary>
    private static readonly (string Function, string Law)[] Laws =
    [
        ("agauss(1k,90,3)", "norm(1000,30)"),
        ("agauss(1k,30)", "norm(1000,30)"),
        ("gauss(1k,0.1,2)", "norm(1000,50)"),
        ("1k+gauss(30)", "norm(1000,30)"),
        ("aunif(1k,100)", "uniform(900,200)"),
        ("unif(1k,0.1)", "uniform(900,200)"),
        ("mc(1k,0.1)", "uniform(900,200)"),
        ("1k+flat(100)", "uniform(900,200)"),
        ("1+rand()", "uniform(1,1)"),
        ("1+random()", "uniform(1,1)"),
        ("10+sgauss(0)", "norm(10,1)"),
        ("2+sunif(0)", "uniform(1,2)"),
        // The largest of four: of n draws all lie below with probability F^n.
        ("1k+abs(aunif(0,100,4))", "beta(4,1,1000,100)"),
    ];

    [SciPyFact]
    public void Value_OfManyRuns_IsDistributedAsItsLaw()
    {
        var cards = string.Concat(Laws.Index().Select(l => $"R{l.Index} a 0 {{{l.Item.Function}}}\n"));
        var netlist = Read(cards);
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.File("samples.txt"), Samples(netlist).Select(run => string.Join(' ', run.Select(v => v.ToString("R", CultureInfo.InvariantCulture)))));
        var least = NumPy.Run($"""
            from scipy import stats
            x = np.loadtxt(sys.argv[1])
            laws = [{string.Join(',', Laws.Select(l => $"stats.{l.Law}"))}]
            p = [stats.kstest(x[:,k], law.cdf).pvalue for k, law in enumerate(laws)]
            z = [abs(x[:,k].mean()-law.mean())/law.std()*len(x)**0.5 for k, law in enumerate(laws)]
            s = [abs(x[:,k].var()/law.var()-1)*(len(x)/(law.stats('k')+2))**0.5 for k, law in enumerate(laws)]
            c = abs(np.corrcoef(x.T)-np.eye(len(laws))).max()*len(x)**0.5
            print(min(p), max(z), max(s), c)
            """, folder.File("samples.txt")).Split(' ').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray();
        Assert.InRange(least[0], 5.7e-7, 1);
        Assert.InRange(least[1], 0, 5);
        Assert.InRange(least[2], 0, 5);
        Assert.InRange(least[3], 0, 5);
    }

    [Fact]
    public void Limit_OfManyRuns_IsOneOfTwoEnds()
    {
        var values = Samples(Read("R1 a 0 {limit(1k,100)}\nR2 a 0 {limit(5,1,3)}\n")).ToList();
        Assert.Equal([900.0, 1100.0], values.Select(v => v[0]).Distinct().Order());
        Assert.InRange(values.Count(v => v[0] > 1e3), Runs / 2 - 2.5 * Math.Sqrt(Runs), Runs / 2 + 2.5 * Math.Sqrt(Runs));
        Assert.All(values, v => Assert.Equal(3, v[1]));
    }

    [Fact]
    public void Draw_OfAParameter_IsOneForAllWhoUseIt_AndEveryPlaceAndInstanceHasItsOwn()
    {
        const string Cards = """
            .param p=agauss(10,1,1)
            .func f(x) {x+agauss(10,1,1)}
            R1 a 0 {p}
            R2 a 0 {p}
            R3 a 0 {agauss(10,1,1)}
            R4 a 0 {agauss(10,1,1)}
            R5 a 0 {f(0)}
            R6 a 0 {f(0)}
            X1 a s
            X2 a s
            X3 a s q=20
            .subckt s a q=agauss(10,1,1)
            R1 a 0 {q}
            R2 a 0 {q}
            R3 a 0 {agauss(10,1,1)}
            .ends

            """;
        var at = Values(Read(Cards) with { Run = new RandomRun(1, 1) });
        Assert.Equal(at["R1"], at["R2"]);
        Assert.Equal(at["X1.R1"], at["X1.R2"]);
        Assert.Equal(20, at["X3.R1"]);
        string[] apart = ["R1", "R3", "R4", "R5", "R6", "X1.R1", "X1.R3", "X2.R1", "X2.R3", "X3.R3"];
        Assert.Equal(apart.Length, apart.Select(r => at[r]).Distinct().Count());
        // Another element before or behind shifts nobody.
        var more = Values(Read($"R0 a 0 {{agauss(10,1,1)}}\n{Cards.Replace("R3 a 0 {agauss(10,1,1)}\nR4", "R4", StringComparison.Ordinal)}") with { Run = new RandomRun(1, 1) });
        Assert.All(apart.Where(r => r != "R3"), r => Assert.Equal(at[r], more[r]));
        Assert.NotEqual(at["R3"], Values(Read(Cards) with { Run = new RandomRun(1, 2) })["R3"]);
        Assert.NotEqual(at["R3"], Values(Read(Cards) with { Run = new RandomRun(2, 1) })["R3"]);
    }

    [Theory]
    [InlineData("{agauss(1k,1,0)}", "agauss(): its deviation is so many σ")]
    [InlineData("{aunif(1k,1,0.5)}", "aunif() takes the one farthest out of a whole number of draws from 1 to 1000, not of 0.5")]
    [InlineData("{unif(1k,1,1e9)}", "unif() takes the one farthest out")]
    [InlineData("{1k*rnd()}", "rnd() is not supported: it draws anew in every step")]
    [InlineData("{rand(1,2)}", "function rand is not defined")]
    public void Read_OfDrawsThatCannotBe_SaysWhat(string value, string what) =>
        Assert.Contains(what, Assert.Throws<NetlistException>(() => Read($"R1 a 0 {value}\n")).Message, StringComparison.Ordinal);

    [Fact]
    public void Draw_OfAKeyOfACard_NeedsNoBraces()
    {
        var netlist = Read("D1 a 0 d\n.model d d(is=agauss(1f, 0.1f, 1) n={unif(1,0.1)})\n");
        var card = (netlist with { Run = new RandomRun(1, 1) }).Flatten().Models.Single();
        Assert.NotEqual("1E-15", card.Parameters["is"]);
        Assert.Equal("1E-15", netlist.Flatten().Models.Single().Parameters["is"]);
    }

    private static Netlist Read(string cards) => SpiceReader.Read($"t\nV1 a 0 1\n{cards}.op\n.end\n").Netlist;

    private static IEnumerable<double[]> Samples(Netlist netlist) => Enumerable.Range(1, Runs).Select(run =>
        (netlist with { Run = new RandomRun(7, run) }).Flatten().Elements.OfType<Resistor>().Select(r => r.Resistance.Number).ToArray());

    private static Dictionary<string, double> Values(Netlist netlist) =>
        netlist.Flatten().Elements.OfType<Resistor>().ToDictionary(r => r.Name, r => r.Resistance.Number);
}
