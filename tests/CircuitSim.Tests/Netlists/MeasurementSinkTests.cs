using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

public class MeasurementSinkTests
{
    /// <summary>RC of 1 ms charged from 0 to 1 V: v = 1 − e^(−t/τ), every measure has a closed form.</summary>
    private const string RcStep = """
        V1 in 0 1
        R1 in out 1k
        C1 out 0 1u ic=0
        .options reltol=1e-6
        .tran 2u 5m uic

        """;

    [Theory]
    [InlineData("when v(out)=0.5 rise=1", 0.69314718055994531e-3)]
    [InlineData("find v(out) at=1m", 0.63212055882855767)]
    [InlineData("find i(V1) when v(out)=0.25", -0.75e-3)]
    [InlineData("trig v(out) val=0.1 rise=1 targ v(out) val=0.9 rise=1", 2.1972245773362196e-3)]
    [InlineData("max v(out)", 0.99326205300091453)]
    [InlineData("min v(out) from=2m to=4m", 0.86466471676338730)]
    [InlineData("pp v(out) from=1m to=2m", 0.23254415793482963)]
    [InlineData("avg v(out) from=0 to=5m", 0.80134758939981711)]
    [InlineData("integ v(out) from=0 to=1m", 0.36787944117144233e-3)]
    [InlineData("avg v(out) from=0 to=9", 0.80134758939981711)]
    [InlineData("max v(out) to=9", 0.99326205300091453)]
    [InlineData("max v(out) from=1m to=1m", 0.63212055882855767)]
    [InlineData("integ v(out) from=1m to=1m", 0)]
    [InlineData("rms {v(in)-v(out)} from=0 to=5m", 0.31622058726823047)]
    [InlineData("deriv v(out) at=1m", 367.87944117144233)]
    [InlineData("deriv v(out) when v(out)=0.5", 500)]
    [InlineData("find v(out) at 1m", 0.63212055882855767)]
    [InlineData("avg v(out) td=0 to=5m goal=0.8 weight=1", 0.80134758939981711)]
    [InlineData("trig v(out)=0.1 targ v(out)=0.9 rise=1", 2.1972245773362196e-3)]
    [InlineData("trig at 1m targ v(out)=0.9", 1.3025850929940455e-3)]
    [InlineData("when v(out)=0.5\n.measure tran t2 param='-m/ln(0.5)'", 1e-3)]
    // Published decks leave the "=" of keys out.
    [InlineData("avg v(out) FROM 0 TO 5m", 0.80134758939981711)]
    [InlineData("trig v(out) val 0.1 rise 1 targ v(out) val 0.9 rise 1", 2.1972245773362196e-3)]
    [InlineData("trig v(out) val=0.1 td 0 targ v(out) val=0.9 cross last", 2.1972245773362196e-3)]
    [InlineData("when v(out)=0.5 td 0.1m cross 1", 0.69314718055994531e-3)]
    [InlineData("find v(out) at=1m\n.param k=2\n.measure tran t2 param={k*m*pi}", 2 * 0.63212055882855767 * Math.PI)]
    public void Evaluate_RcStep_IsItsClosedForm(string measure, double expected)
    {
        var value = Measure($"{RcStep}.measure tran m {measure}");
        Assert.NotNull(value);
        Close.Equal(expected, value.Value, rtol: 2e-5, where: measure);
    }

    [Theory]
    [InlineData("when v(out)=2 rise=1")]
    [InlineData("when v(out)=0.5 fall=1")]
    [InlineData("when v(out)=0.5 rise=2")]
    [InlineData("find v(out) at=6m")]
    [InlineData("max v(out) from=6m to=7m")]
    [InlineData("avg v(out) from=1m to=1m")]
    [InlineData("when v(out)=2\n.measure tran t2 param='2*m'")]
    public void Evaluate_WhatNeverHappens_FailsAsNull(string measure) => Assert.Null(Measure($"{RcStep}.measure tran m {measure}"));

    [Theory]
    [InlineData("find v(out) at=6m", "6 ms lies outside of the axis, which goes from 0 s to 5 ms")]
    [InlineData("find v(out) at=1m from=2m", "1 ms lies outside of from, to and td")]
    [InlineData("trig at=0 targ at=6m", "targ: 6 ms lies outside of the axis, which goes from 0 s to 5 ms")]
    [InlineData("when v(out)=0.5 rise=2", "no such crossing; there is 1")]
    [InlineData("param='1/(2-2)'", "divides by zero")]
    [InlineData("param='nosuch(2)'", "nosuch")]
    [InlineData("max v(out) from=6m to=7m", "an empty interval, or one outside of the axis")]
    [InlineData("when v(out)=2\n.measure tran m2 param='2*m'", "m failed")]
    public void Evaluate_WhatFails_SaysWhy(string measure, string why)
    {
        var (waveforms, _) = Spice.Transient($"{RcStep}.measure tran m {measure}");
        var values = MeasurementSink.Evaluate(Spice.Read($"{RcStep}.measure tran m {measure}").Flatten(), waveforms);
        Assert.Null(values[^1].Value);
        Assert.Contains(why, values[^1].Why, StringComparison.Ordinal);
    }

    /// <summary>Of v = t/5 µs on an axis whose ends are an ulp short, as ngspice's are, and the crossing of a level at its very end.</summary>
    [Theory]
    [InlineData("find v(a) at=5u", 1.0)]
    [InlineData("find v(a) at=1u", 0.2)]
    [InlineData("deriv v(a) at=5u", 2e5)]
    [InlineData("max v(a) from=5u to=5u", 1.0)]
    [InlineData("avg v(a) from=1u to=5u", 0.6)]
    [InlineData("trig at=1u targ at=5u", 4e-6)]
    [InlineData("when v(a)=1 from=5u", 5e-6)]
    [InlineData("find v(a) at=5.00001u", null)]
    [InlineData("find v(a) at=0.99999u", null)]
    [InlineData("max v(a) from=5.00001u", null)]
    [InlineData("when v(a)=1.0000001", null)]
    public void Evaluate_AtAnEndThatRoundingMoved_IsThatEnd(string measure, double? expected)
    {
        var flat = Spice.Read($"V1 a 0 1\nR1 a 0 1\n.tran 1u 5u 1u\n.measure tran m {measure}").Flatten();
        var sink = new MeasurementSink(flat);
        sink.Begin(new WaveformHeader("t", AnalysisKind.Transient, new WaveformVector("time", "s"), [new WaveformVector("v(a)", "V")]));
        foreach (var (time, value) in new[] { (1.0000000000000002e-6, 0.2), (3e-6, 0.6), (4.9999999999999996e-6, 1) })
            sink.Add(time, [value]);
        sink.End();
        var found = sink.Values.Single().Value;
        Assert.Equal(expected is null, found is null);
        if (expected is { } value2)
            Close.Equal(value2, found!.Value, rtol: 1e-9, where: measure);
    }

    [Theory]
    [InlineData("max v(out) from=0.8m to=0.2m")]
    [InlineData("when v(out)=0.5 from=0.8m to=0.2m")]
    [InlineData("find v(out) when v(out)=0.5 from=0.8m to={1m/5}")]
    [InlineData("trig at=0 targ v(out) val=0.5 from=0.8m to=0.2m")]
    public void Measure_OverAnIntervalThatEndsBeforeItStarts_Fails(string measure) => Assert.Null(Measure($"{RcStep}.measure tran m {measure}"));

    [Theory]
    [InlineData("rise=1", 0.25e-3)]
    [InlineData("rise=2", 1.25e-3)]
    [InlineData("fall=1", 0.75e-3)]
    [InlineData("cross=3", 1.25e-3)]
    [InlineData("fall=last", 2.75e-3)]
    [InlineData("rise=1 td=1m", 1.25e-3)]
    public void Evaluate_Crossings_AreCountedByEdge(string which, double expected)
    {
        // A triangle crosses zero in the middle of each flank.
        var value = Measure($"V1 a 0 PWL(0 -1 0.5m 1 1m -1 1.5m 1 2m -1 2.5m 1 3m -1)\nR1 a 0 1k\n.tran 1u 3m\n.measure tran m when v(a)=0 {which}");
        Assert.NotNull(value);
        Close.Equal(expected, value.Value, rtol: 1e-9, where: which);
    }

    [Fact]
    public void Evaluate_OverADcSweep_UsesTheSweptSourceAsAxis()
    {
        var netlist = Spice.Read("V1 in 0 0\nR1 in out 1k\nR2 out 0 3k\n.dc V1 0 4 0.5\n.measure dc m when v(out)=1.2");
        var waveforms = new Waveforms();
        new CircuitSim.Engine.BuiltInSimulator().RunDcSweep(netlist, netlist.Analyses.OfType<DcSweepAnalysis>().Single(), waveforms);
        Close.Equal(1.6, MeasurementSink.Evaluate(netlist.Flatten(), waveforms).Single().Value!.Value, rtol: 1e-12);
    }

    [Theory]
    [InlineData("avg v(out)", 1.5)]
    [InlineData("rms v(out) from=1 to=3", 1.5612494995995996)] // √(∫₁³ (¾ v)² dv / 2) = √2.4375
    [InlineData("find v(out) at=0.6", 0.45)]
    [InlineData("when v(out)=1.2 fall=1", 1.6)]
    public void Evaluate_OverAFallingSweep_IsWhatItIsOverARisingOne(string measure, double expected)
    {
        var netlist = Spice.Read($"V1 in 0 0\nR1 in out 1k\nR2 out 0 3k\n.dc V1 4 0 -0.5\n.measure dc m {measure}");
        var waveforms = new Waveforms();
        new CircuitSim.Engine.BuiltInSimulator().RunDcSweep(netlist, netlist.Analyses.OfType<DcSweepAnalysis>().Single(), waveforms);
        Close.Equal(expected, MeasurementSink.Evaluate(netlist.Flatten(), waveforms).Single().Value!.Value, rtol: 1e-9);
    }

    [Fact]
    public void Evaluate_OverANestedSweep_CountsNothingBetweenItsRuns()
    {
        // v(out) rises from 0 to 3 V twice; where the second run starts it does not fall.
        var netlist = Spice.Read("V1 in 0 0\nV2 b 0 0\nR3 b 0 1\nR1 in out 1k\nR2 out 0 3k\n.dc V1 0 4 0.5 V2 0 1 1\n.measure dc m when v(out)=1.2 fall=1\n.measure dc n when v(out)=1.2 cross=2");
        var waveforms = new Waveforms();
        new CircuitSim.Engine.BuiltInSimulator().RunDcSweep(netlist, netlist.Analyses.OfType<DcSweepAnalysis>().Single(), waveforms);
        var values = MeasurementSink.Evaluate(netlist.Flatten(), waveforms);
        Assert.Null(values[0].Value);
        Close.Equal(1.6, values[1].Value!.Value, rtol: 1e-12);
    }

    private static double? Measure(string cards)
    {
        var netlist = Spice.Read(cards);
        var (waveforms, _) = Spice.Transient(netlist);
        return MeasurementSink.Evaluate(netlist.Flatten(), waveforms)[^1].Value;
    }
}
