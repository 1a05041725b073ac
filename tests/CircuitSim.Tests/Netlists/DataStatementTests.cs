using CircuitSim.Engine;
using CircuitSim.Experiments.Runs;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

/// <summary>.data in dividers and low passes: every value is that of the closed form with the row's numbers.</summary>
public class DataStatementTests
{
    private const string Divider = ".param r=1k\nV1 a 0 1\nR1 a b 1k\nR2 b 0 {r}\n";

    [Theory]
    [InlineData(".data t r V1\n1k 2\n3k 4\n.enddata\n.step data=t\n.op\n.print op v(b)", new[] { 1.0, 3.0 })]
    [InlineData(".op\n.print op v(b)\n.step data=t\n.data t\n+ r V1\n+ 1k 2 3k\n+ 4 {2*r} 3\n.enddata", new[] { 1.0, 3.0, 2.0 })]
    [InlineData(".data t r R1:R\n1k 3k\n3k 1k\n.enddata\n.step V1 list 1 2\n.step data=t\n.op\n.print op v(b)", new[] { 0.25, 0.5, 0.75, 1.5 })]
    [InlineData(".data t r\n1k\n3k\n.enddata\n.tran 1u 3u sweep data=t\n.measure tran m max v(b)", new[] { 0.5, 0.75 })]
    [InlineData(".tran 1u 3u sweep r 1k 3k 2k\n.measure tran m max v(b)", new[] { 0.5, 0.75 })]
    [InlineData(".tran 1u 3u 0 1u uic sweep r poi 2 3k 1k\n.measure tran m max v(b)", new[] { 0.75, 0.5 })]
    [InlineData(".ac lin 1 1 1 sweep r dec 1 1k 10k\nV2 c 0 AC 1\nR3 c d {r}\nR4 d 0 1k\n.measure ac m find vm(d) at=1", new[] { 0.5, 1 / 11.0 })]
    public void Step_OfATable_TakesItsRows(string cards, double[] expected)
    {
        var netlist = SpiceReader.Read($"t\n{Divider}{cards}\n.end\n").Netlist;
        var result = new SteppedRun(netlist, [new BuiltInSimulator()], keepWaveforms: false).Execute((_, _) => { });
        Close.Equal(expected, [.. result.Rows.Select(r => r.Values.Single().Value!.Value)], rtol: 1e-9);
    }

    [Fact]
    public void Dc_OfATable_HasItsRowsAsPoints()
    {
        var flat = SpiceReader.Read($"t\n{Divider}.data t V1 r R1\n1 1k 1k\n2 1k 1k\n2 3k 1k\n5 3k 2k\n.enddata\n.dc data=t\n.save v(b)\n.end\n").Flat;
        var waveforms = new Waveforms();
        new BuiltInSimulator().RunDcSweep(flat, (DcSweepAnalysis)flat.Analyses[0], waveforms);
        Assert.Equal(["V1", "r", "R1", "v(b)"], [waveforms.Header.Axis.Name, .. waveforms.Header.Vectors.Select(v => v.Name)]);
        Close.Equal([0.5, 1, 1.5, 3], [.. waveforms["v(b)"]], rtol: 1e-9);
        Assert.Equal([1e3, 1e3, 3e3, 3e3], waveforms["r"]);
    }

    [Fact]
    public void Ac_OfATable_HasItsFrequenciesAndParameters()
    {
        var flat = SpiceReader.Read("t\n.param r=1k\nV1 a 0 AC 2\nR1 a b {r}\nC1 b 0 1u\n.data t r freq\n1k 100\n1k 200\n5k 200\n.enddata\n.ac data=t\n.noise v(b) V1 data=f\n.data f hertz\n1\n10\n.enddata\n.save v(b)\n.end\n").Flat;
        var waveforms = new Waveforms();
        new BuiltInSimulator().RunAc(flat, (AcAnalysis)flat.Analyses[0], waveforms);
        Assert.Equal([100.0, 200.0, 200.0], waveforms.Axis);
        (double R, double F)[] rows = [(1e3, 100), (1e3, 200), (5e3, 200)];
        for (var k = 0; k < rows.Length; k++)
            Close.Equal(2 / (1 + Math.Pow(2 * Math.PI * rows[k].F * rows[k].R * 1e-6, 2)), waveforms["vr(b)"][k], rtol: 1e-9);
        waveforms = new Waveforms();
        new BuiltInSimulator().RunNoise(flat, (NoiseAnalysis)flat.Analyses[1], waveforms);
        Assert.Equal([1.0, 10.0], waveforms.Axis);
    }

    [Theory]
    [InlineData(".step data=nosuch", "there is no .data nosuch; write it")]
    [InlineData(".data one r\n1k\n.enddata\n.step data=ones", "there is no .data ones; did you mean one?")]
    [InlineData(".data t r V1\n1 2 3\n.enddata", ".data t has 2 columns and 3 values")]
    [InlineData(".data t\n1 2 3\n.enddata", ".data t has 0 columns and 3 values")]
    [InlineData(".data t r r\n1 2\n.enddata", ".data t names a column twice")]
    [InlineData(".data t r\n1k\n.enddata\n.data T r\n1k\n.enddata", ".data T is defined twice")]
    [InlineData(".data t r\n1k", ".data t has no .enddata")]
    [InlineData(".data t r\n1k\n.op", ".data t has no .enddata")]
    [InlineData(".data t mer file='x' p=1\n.enddata", "file= is not supported; write the rows into the netlist")]
    [InlineData(".enddata", ".enddata is not supported: there is no .data before it")]
    [InlineData(".data t freq\n1\n.enddata\n.step data=t", ".step varies freq of .data t, which only .ac and .noise have")]
    [InlineData(".data t freq r\n1 1\n.enddata\n.dc data=t", "the table has frequencies, which .ac and .noise have")]
    [InlineData(".data t r\n1\n.enddata\n.ac data=t", "the table has no column freq")]
    [InlineData(".data t freq V1\n1 1\n.enddata\n.ac data=t", ".ac data varies source V1; write a parameter into it")]
    [InlineData(".data t freq r\n1 1\n.enddata\n.noise v(b) V1 data=t", "varies the frequency alone, not r")]
    [InlineData(".data t freq\n2\n1\n.enddata\n.noise v(b) V1 data=t", "the frequencies do not increase")]
    [InlineData(".data t freq\n-1\n.enddata\n.ac data=t", "a frequency of -1 Hz")]
    [InlineData(".data t zz\n1\n.enddata\n.dc data=t", ".dc sweeps zz, which is no V, I, R or top-level parameter")]
    [InlineData(".data t zz\n1\n.enddata\n.step data=t", ".step varies zz, which is neither a parameter nor an element")]
    public void Read_OfTablesThatCannotBe_SaysWhat(string cards, string what) =>
        Assert.Contains(what, Assert.Throws<NetlistException>(() => SpiceReader.Read($"t\n{Divider}{cards}\n.end\n")).Message, StringComparison.Ordinal);

    [Fact]
    [Trait("Category", "slow")]
    public void Read_OfTooManyRows_IsOneLine()
    {
        var e = Assert.Throws<NetlistException>(() => SpiceReader.Read($"t\n{Divider}.data t r\n{string.Concat(Enumerable.Repeat(string.Concat(Enumerable.Repeat("1 ", 100_000)) + "\n", 41))}.enddata\n.end\n"));
        Assert.Contains(".data t has more than 4000000 numbers", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<NetlistException>(() => SpiceReader.Read($"t\n{Divider}.data t r\n{string.Concat(Enumerable.Repeat("1\n", 100_001))}.enddata\n.step data=t\n.end\n"));
        Assert.Contains("all .step together ask for more than 100000 runs", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfTables_ReadsBackTheSame()
    {
        var netlist = SpiceReader.Read($"t\n{Divider}.model d d\n.data t V1 r d:is\n1 2k 1f\n3 4k 2f\n.enddata\n.data f freq r\n1 2k\n3 4k\n.enddata\n.data n freq\n1\n.enddata\n.step data=t\n.step R1 list 1 2\n.dc data=u\n.data u V1\n1\n2\n.enddata\n.ac data=f\n.noise v(b) V1 data=n\n.end\n").Netlist;
        var again = SpiceReader.Read(SpiceWriter.ToText(netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Native })).Netlist;
        Assert.Equal(4, StepPlan.Of(again).Runs);
        for (var run = 0; run < 4; run++)
            Assert.Equal(StepPlan.Of(netlist).ValuesAt(run), StepPlan.Of(again).ValuesAt(run));
        Assert.Equal([1.0, 3.0], ((AcAnalysis)again.Analyses[1]).Sweep.Values.Select(v => v.Number));
        Assert.Equal("r", Assert.Single(((AcAnalysis)again.Analyses[1]).Columns).Source);
        Assert.Equal(2, Assert.Single(((DcSweepAnalysis)again.Analyses[0]).Columns).Values.Count);
    }
}
