using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.SpiceSharp;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.SpiceSharp;

/// <summary>What SpiceSharp cannot do, and how it says so; and what lies between its conventions and ours.</summary>
public class SpiceSharpSimulatorTests
{
    private static readonly SpiceSharpSimulator Simulator = new();

    [Fact]
    public void Availability_NamesItsVersion() => Assert.Matches(@"^\d+\.\d+\.\d+$", Simulator.FindAvailability().Version!);

    /// <summary>Constants that its trees would take for zero and for one: 3 pS · 0.5 V and 1.0000004 · 0.5 V.</summary>
    [Theory]
    [InlineData("I=-1p*3*tanh(v(a))*1e12", 3)]
    [InlineData("I=-1.0000004*tanh(v(a))", 1.0000004)]
    [InlineData("I=-1e-30*3e30*tanh(v(a))", 3)]
    public void OperatingPoint_OfConstantsNearZeroAndOne_KeepsThem(string law, double factor)
    {
        var point = Simulator.SolveOperatingPoint(Spice.Read($"V1 a 0 0.5\nR1 a 0 1k\nR2 p 0 1\nB1 p 0 {law}"));
        Close.Equal(factor * Math.Tanh(0.5), point.Voltage(new NodeId("p")), rtol: 1e-9);
    }

    [Fact]
    public void OperatingPoint_OfAFloatingNodeBesideAControlledSource_NamesIt()
    {
        var netlist = Spice.Read("I1 0 a 1m\nG1 b 0 a 0 1m\nR1 b 0 1k\nC1 a 0 1p");
        Assert.Equal("a", Assert.Throws<SingularMatrixException>(() => Simulator.SolveOperatingPoint(netlist)).Unknown);
    }

    [Fact]
    public void OperatingPoint_OfAFloatingNode_NamesIt()
    {
        var netlist = Spice.Read("V1 a 0 1\nR1 a 0 1k\nR2 left right 1k");
        Assert.Contains(Assert.Throws<SingularMatrixException>(() => Simulator.SolveOperatingPoint(netlist)).Unknown, new[] { "left", "right" });
    }

    [Fact]
    public void OperatingPoint_OfALoopOfVoltageSources_NamesASource()
    {
        var netlist = Spice.Read("V1 a 0 1\nV2 a 0 1\nR1 a 0 1k");
        Assert.Contains(Assert.Throws<SingularMatrixException>(() => Simulator.SolveOperatingPoint(netlist)).Unknown, new[] { "V1", "V2" });
    }

    [Fact]
    public void OperatingPoint_HeldByAControlledSourceAlone_IsFound()
    {
        // A conductance in disguise, which SpiceSharp's own check takes for an open circuit.
        var point = Simulator.SolveOperatingPoint(Spice.Read("I1 0 a 1m\nG1 a 0 a 0 2m"));
        Close.Equal(0.5, point.Voltage(new NodeId("a")), rtol: 1e-9);
    }

    [Fact]
    public void OperatingPoint_WithoutSolution_NamesTheAnalysisAndWhatToTry()
    {
        var failure = Assert.Throws<ConvergenceException>(() => Simulator.SolveOperatingPoint(Spice.Read("V1 in 0 1\nR1 in a 1k\nB1 a 0 V={v(a) > 0.5 ? 0 : 1}\n.options itl1=20")));
        Assert.Equal("operating point", failure.Analysis);
        Assert.Contains("itl1", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Where);
    }

    [Theory]
    [InlineData("V1 a 0 1\nD1 a 0 d\n.model d D(ikf=1m)", "model d: SpiceSharp's diode has no high injection")]
    public void Transient_OfWhatSpiceSharpLacks_IsRefusedByName(string cards, string words)
    {
        var netlist = Spice.Read(cards + "\n.tran 1n 10n");
        var failure = Assert.Throws<NetlistException>(() => Simulator.RunTransient(netlist, netlist.Analyses.OfType<TransientAnalysis>().Single(), new Waveforms()));
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memristor_OutsideTheRangeOfItsCard_IsRefusedByName()
    {
        var card = ".model m memristor(ron=1k roff=100k kon=-50 koff=0.5 aon=3 aoff=3 von=-1 voff=0.5 won=0 woff=3n vmin=-2 vmax=1)";
        var netlist = Spice.Read($"V1 a 0 1.5 pwl(0 0 10n -3)\nYMEMRISTOR m1 a 0 m\n{card}\n.tran 0.1n 10n");
        Assert.Contains("voltage across m1", Assert.Throws<InvalidParameterException>(() => Simulator.SolveOperatingPoint(netlist)).Message, StringComparison.Ordinal);
        var failure = Assert.Throws<InvalidParameterException>(() => Simulator.RunTransient(netlist, netlist.Analyses.OfType<TransientAnalysis>().Single(), new Waveforms()));
        Assert.Contains("voltage across m1 at ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transient_Cancelled_Stops()
    {
        var netlist = Spice.Read("V1 a 0 sin(0 1 1meg)\nR1 a 0 1k\n.tran 1n 1");
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        Assert.Throws<OperationCanceledException>(() => Simulator.RunTransient(netlist, netlist.Analyses.OfType<TransientAnalysis>().Single(), new Waveforms(), cancellation.Token));
    }

    [Fact]
    public void DcSweep_OfTwoSources_HasTheOuterOneFirst()
    {
        var netlist = Spice.Read("V1 a 0 0\nV2 b 0 0\nR1 a c 1k\nR2 b c 1k\nR3 c 0 1k\n.dc V1 0 2 1 V2 0 3 3");
        var (own, other) = (new Waveforms(), new Waveforms());
        var sweep = netlist.Analyses.OfType<DcSweepAnalysis>().Single();
        new BuiltInSimulator().RunDcSweep(netlist, sweep, own);
        Simulator.RunDcSweep(netlist, sweep, other);
        Assert.Equal(own.Header.Vectors, other.Header.Vectors);
        Assert.Equal(own.Axis, other.Axis);
        foreach (var vector in own.Header.Vectors)
            Close.Equal(own[vector.Name].ToArray(), other[vector.Name].ToArray(), rtol: 1e-9, atol: 1e-12, where: vector.Name);
    }

    /// <summary>Sources without the values that waveforms may leave out, against the built-in engine.</summary>
    [Theory]
    [InlineData("sin(0.5 1 100meg 3n 1e8 30)")]
    [InlineData("exp(0 1 2n 1n 8n 2n)")]
    [InlineData("pulse(0 1)")]
    [InlineData("pulse(0 1 1n 0 0 2n 5n)")]
    [InlineData("pulse(0 1 0 1n 1n 5n 6n)")]
    [InlineData("pwl(1n 0 2.3n 1 7.1n 0.4)")]
    public void Source_InATransient_FollowsTheWaveform(string waveform)
    {
        var netlist = Spice.Read($"V1 a 0 {waveform}\nR1 a b 1k\nC1 b 0 1p\n.options reltol=1e-5\n.tran 0.1n 20n 0 20p");
        var analysis = netlist.Analyses.OfType<TransientAnalysis>().Single();
        var waveforms = new Waveforms();
        Simulator.RunTransient(netlist, analysis, waveforms);
        var session = new TransientSession(netlist.Flatten(), analysis);
        for (var k = 0; k < waveforms.Points; k += 10)
        {
            session.AdvanceTo(Math.Min(waveforms.Axis[k], 20e-9));
            foreach (var node in new[] { "a", "b" })
                Close.Equal(session.Voltage(new NodeId(node)), waveforms[$"v({node})"][k], rtol: 0, atol: 2e-3, where: $"v({node}) at {waveforms.Axis[k]} s");
        }
    }
}
