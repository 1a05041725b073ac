using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Ngspice;
using CircuitSim.Numerics;
using CircuitSim.Periphery;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Periphery;

[Trait("Category", "slow")]
public class StrongArmTests
{
    private const double ClockEdge = 1e-9;

    private static readonly NodeId Out = new("out");

    [Theory]
    [InlineData(10e-6, true)]
    [InlineData(-10e-6, false)]
    [InlineData(10e-3, true)]
    public void Decision_OfAMatchedLatch_IsTheIdealOne(double difference, bool higher)
    {
        var latch = new StrongArm { DecisionStart = ClockEdge };
        Assert.Equal(higher, Decides(Session(latch, 0.9), difference));
        Assert.Equal(higher ? 1.8 : 0, latch.Ideal(0.9 + difference, 0.9));
    }

    /// <summary>A decade less at the input takes τ ln 10 more, the macro's τ; the same on both engines.</summary>
    [NgspiceFact]
    public void DecisionTimes_OfInputsADecadeApart_AreALogarithm()
    {
        var netlist = NetlistFile.Read(Path.Combine(Repository.Root, "netlists", "periphery", "strongarm.cir")).Netlist;
        double[] own = Times(new BuiltInSimulator()), reference = Times(new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() }));
        Close.Equal(reference, own, rtol: 1e-3);
        for (var k = 1; k < 3; k++)
            Close.Equal(new SenseAmplifier().TimeConstant * Math.Log(10), own[k + 1] - own[k], rtol: 0.01, where: $"decade {k}");

        double[] Times(ICircuitSimulator simulator)
        {
            var waveforms = new Waveforms();
            simulator.RunTransient(netlist, netlist.Analyses.OfType<TransientAnalysis>().Single(), waveforms);
            // Clock at half its swing: 5.025 ns.
            return [.. new[] { "v(d1)", "v(d2)", "v(d3)", "v(d4)" }.Select(vector => Rise(waveforms, vector, 0.9) - 5.025e-9)];
        }
    }

    private static double Rise(Waveforms waveforms, string vector, double level)
    {
        var (t, v) = (waveforms.Axis, waveforms[vector]);
        var k = Enumerable.Range(1, waveforms.Points - 1).First(k => t[k] > 5e-9 && v[k - 1] < level && v[k] >= level);
        return t[k - 1] + (t[k] - t[k - 1]) * (level - v[k - 1]) / (v[k] - v[k - 1]);
    }

    /// <summary>Where bisection finds the offset of a drawn latch, ngspice tips too.</summary>
    [NgspiceFact]
    public void Offset_OfADrawnLatch_IsWhereNgspiceTips()
    {
        var latch = new StrongArm { ThresholdMismatch = 3e-3, WidthMismatch = -0.04, DecisionStart = ClockEdge };
        var offset = Offset(latch, 0.9, 16);
        foreach (var beyond in new[] { -30e-6, 30e-6 })
        {
            var netlist = Netlist(latch, 0.9, offset + beyond);
            var waveforms = new Waveforms();
            new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() })
                .RunTransient(netlist, new TransientAnalysis(1e-12, 2.5e-9), waveforms);
            Assert.Equal(beyond > 0, waveforms["v(out)"][^1] > 0.9);
        }
    }

    /// <summary>What the thresholds differ by is the offset, one for one.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(10e-3)]
    [InlineData(-4e-3)]
    public void Offset_OfAThresholdMismatch_IsTheMismatch(double mismatch) =>
        Close.Equal(mismatch, Offset(new StrongArm { ThresholdMismatch = mismatch }, 0.9, 16), rtol: 0.01, atol: 2e-6);

    /// <summary>By symmetry a matched latch has none, whatever it decided last and however exactly it is computed.</summary>
    [Theory]
    [InlineData(0, 1e-4)]
    [InlineData(1.8, 1e-4)]
    [InlineData(0, 1e-5)]
    [InlineData(1.8, 1e-5)]
    public void Offset_OfAMatchedLatchThatKeepsADecision_IsNone(double kept, double relativeTolerance) =>
        Close.Equal(0, Offset(new StrongArm(), 0.9, 16, kept, relativeTolerance), rtol: 0, atol: 2e-6);

    /// <summary>
    /// What the widths differ by counts by half the overdrive: in proportion to the mismatch, more at a higher common mode.
    /// </summary>
    [Fact]
    public void Offset_OfAWidthMismatch_IsHalfTheOverdriveTimesIt()
    {
        var overdrive = new InputPairMismatch().Overdrive;
        foreach (var mismatch in new[] { -0.05, 0.02 })
            Close.Equal(-0.5 * overdrive * mismatch, Offset(new StrongArm { WidthMismatch = mismatch }, 0.9, 16), rtol: 0.01);
        double[] offsets = [.. new[] { 0.7, 0.9, 1.1 }.Select(mode => -Offset(new StrongArm { WidthMismatch = 0.05 }, mode, 14))];
        Assert.True(offsets[0] < offsets[1] && offsets[1] < offsets[2], string.Join(", ", offsets));
    }

    /// <summary>
    /// The overdrive that counts is the pair's while it discharges the latch, weighted with its transconductance, which goes with the
    /// overdrive: until an output has fallen by a threshold of the PMOS pair, from where on that pair decides.
    /// </summary>
    [Fact]
    public void Overdrive_OfTheDefault_IsThatOfTheWaveform()
    {
        var session = Session(new StrongArm { DecisionStart = ClockEdge }, 0.9);
        session.AdvanceTo(ClockEdge);
        var (sum, squares) = (0.0, 0.0);
        while (session.Voltage(new NodeId("xs.x")) > 1.8 - 0.45)
        {
            var before = session.Time;
            session.Advance(2 * ClockEdge);
            var overdrive = Math.Max(0, 0.9 - 0.48 - session.Voltage(new NodeId("xs.x1.t")));
            sum += overdrive * (session.Time - before);
            squares += overdrive * overdrive * (session.Time - before);
        }

        Close.Equal(squares / sum, new InputPairMismatch().Overdrive, rtol: 0.1);
    }

    /// <summary>The macro's deviation, Pelgrom's thresholds and half the overdrive of widths, is that of 30 latches with drawn mismatch.</summary>
    [Fact]
    public void Offsets_OfDrawnLatches_DeviateAsTheMacroSays()
    {
        const int count = 30;
        var mismatch = new InputPairMismatch { WidthDeviation = 0.03 };
        var random = new RandomStream(20);
        double[] offsets = new double[count], predicted = new double[count];
        for (var k = 0; k < count; k++)
        {
            var (threshold, width) = mismatch.Draw(random.Child("latch", k));
            (offsets[k], predicted[k]) = (Offset(new StrongArm { ThresholdMismatch = threshold, WidthMismatch = width }, 0.9, 11), mismatch.Offset(threshold, width));
            Close.Equal(predicted[k], offsets[k], rtol: 0.01, atol: 50e-6, where: $"latch {k}");
        }

        Close.Equal(Deviation(predicted), Deviation(offsets), rtol: 0.01);
        var (mean, sigma) = (offsets.Average(), mismatch.OffsetDeviation);
        Assert.InRange(mean, -5 * sigma / Math.Sqrt(count), 5 * sigma / Math.Sqrt(count));
        Assert.InRange(Deviation(offsets), sigma * (1 - 5 / Math.Sqrt(2 * count)), sigma * (1 + 5 / Math.Sqrt(2 * count)));

        static double Deviation(double[] values)
        {
            var mean = values.Average();
            return Math.Sqrt(values.Sum(x => (x - mean) * (x - mean)) / (values.Length - 1));
        }
    }

    /// <summary>Bisection of the difference at which the latch tips, each decision from the same state before the clock.</summary>
    private static double Offset(StrongArm latch, double commonMode, int steps, double kept = 0, double relativeTolerance = 1e-4)
    {
        var session = Session(latch with { DecisionStart = ClockEdge }, commonMode, kept, relativeTolerance);
        session.AdvanceTo(0.9 * ClockEdge);
        var before = session.Save();
        var (low, high) = (-40e-3, 40e-3);
        for (var step = 0; step < steps; step++)
        {
            var middle = 0.5 * (low + high);
            session.Restore(before);
            (low, high) = Decides(session, middle) ? (low, middle) : (middle, high);
        }

        return 0.5 * (low + high);
    }

    private static bool Decides(TransientSession session, double difference)
    {
        session.SetSource("Vplus", session.Voltage(new NodeId("minus")) + difference);
        session.AdvanceTo(1.6 * ClockEdge);
        var output = session.Voltage(Out);
        Assert.True(output is < 0.05 or > 1.75, $"undecided: {output} V");
        return output > 0.9;
    }

    private static TransientSession Session(StrongArm latch, double commonMode, double kept = 0, double relativeTolerance = 1e-4) =>
        new(Netlist(latch, commonMode, 0, kept, relativeTolerance).Flatten(), new TransientAnalysis(20e-12, 3e-9));

    /// <param name="kept">What the latch decided last [V].</param>
    private static Netlist Netlist(StrongArm latch, double commonMode, double difference, double kept = 0, double relativeTolerance = 1e-4)
    {
        var draft = new CircuitDraft();
        var (plus, minus) = (new NodeId("plus"), new NodeId("minus"));
        draft.Add(new VoltageSource("Vplus", plus, NodeId.Ground, commonMode + difference));
        draft.Add(new VoltageSource("Vminus", minus, NodeId.Ground, commonMode));
        latch.AddTo(draft, "s", plus, minus, Out);
        // The gates that keep a decision keep one, as in use. An operating point of its own may leave them in the middle, from where
        // rounding chooses when and to which side they fall, and while they fall they pull at one side of the latch: 52 uV.
        var netlist = draft.ToNetlist("StrongARM") with { NodeSets = [new NodeSetRequest(Out, kept)] };
        return netlist with { Options = netlist.Options with { RelativeTolerance = relativeTolerance, VoltageTolerance = 1e-8 } };
    }
}
