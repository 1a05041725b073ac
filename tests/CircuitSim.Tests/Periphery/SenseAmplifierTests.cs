using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Periphery;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Periphery;

public class SenseAmplifierTests
{
    private static readonly NodeId Plus = new("plus");

    private static readonly NodeId Minus = new("minus");

    private static readonly NodeId Out = new("out");

    /// <summary>t₀ + τ ln(V_L/ΔV) of the circuit, over four decades and on both sides of the offset.</summary>
    [Theory]
    [InlineData(12e-3)]
    [InlineData(3e-3)]
    [InlineData(2.1e-3)]
    [InlineData(2.001e-3)]
    [InlineData(1e-3)]
    [InlineData(-100e-3)]
    public void Decision_OfADifference_TakesItsLogarithm(double difference)
    {
        var amplifier = new SenseAmplifier { Offset = 2e-3, DecisionStart = 1e-9, EdgeTime = 1e-13 };
        var session = Session(amplifier, difference);
        session.AdvanceTo(0.9e-9);
        Assert.InRange(session.Voltage(Out), 0.7, 1.1);
        var level = difference > amplifier.Offset ? 1.8 : 0;
        // In steps much shorter than what is measured: the moment of a decision is known to a step.
        while (Math.Abs(session.Voltage(Out) - level) > 1e-9)
        {
            Assert.True(session.Time < 2e-9);
            session.AdvanceTo(session.Time + amplifier.EdgeTime);
        }

        Close.Equal(amplifier.DecisionTime(difference), session.Time - 1e-9, rtol: 0.01);
        Assert.Equal(amplifier.Decide(difference), level > 0);
    }

    /// <summary>A difference at the threshold stays undecided; its probability for a uniform difference is Veendrick's.</summary>
    [Fact]
    public void UndecidedProbability_OfAUniformDifference_IsTheShareThatTakesLonger()
    {
        var amplifier = new SenseAmplifier { Offset = 2e-3 };
        const int count = 100_001;
        const double range = 0.1;
        var time = amplifier.Delay + 4 * amplifier.TimeConstant;
        var undecided = Enumerable.Range(0, count).Count(k => amplifier.DecisionTime(2e-3 + range * ((k + 0.5) / count - 0.5)) > time);
        Close.Equal(amplifier.UndecidedProbability(time, range), (double)undecided / count, rtol: 1e-3);
    }

    /// <summary>Up and down through the threshold, the circuit decides as the formula does, each time as after its last decision.</summary>
    [Fact]
    public void Hysteresis_AlongARampUpAndDown_MovesTheThresholdAwayFromTheLastDecision()
    {
        var amplifier = new SenseAmplifier { Offset = 2e-3, Hysteresis = 1e-3 };
        var session = Session(amplifier, 0);
        bool? previous = null;
        var decisions = new List<bool>();
        double[] ramp = [.. Enumerable.Range(0, 18).Select(k => 0.25e-3 * k + 0.1e-3)];
        foreach (var difference in ramp.Concat(ramp.Reverse()))
        {
            session.SetSource("Vplus", 0.9 + difference);
            session.AdvanceTo(session.Time + 1e-9);
            session.SetSource("Vs_clk", 1.8);
            session.AdvanceTo(session.Time + 1e-9);
            var decided = session.Voltage(Out) > 0.9;
            Assert.Equal(amplifier.Decide(difference, previous), decided);
            decisions.Add(decided);
            previous = decided;
            session.SetSource("Vs_clk", 0);
        }

        // Up at 2.5 mV, down at 1.5 mV: the first above is 2.6 mV, the last still held 1.6 mV.
        Assert.Equal(10, decisions.IndexOf(true));
        Assert.Equal(18 + 12, decisions.LastIndexOf(true) + 1);
    }

    [Fact]
    public void AddTo_WithADelayOfZero_NamesTheStageAndTheBound() => Assert.Equal(
        "sense amplifier: delay = 0 s must be finite and above zero.",
        Assert.Throws<InvalidParameterException>(() => Session(new SenseAmplifier { Delay = 0 }, 0)).Message);

    private static TransientSession Session(SenseAmplifier amplifier, double difference)
    {
        var draft = new CircuitDraft();
        draft.Add(new VoltageSource("Vplus", Plus, NodeId.Ground, 0.9 + difference));
        draft.Add(new VoltageSource("Vminus", Minus, NodeId.Ground, 0.9));
        amplifier.AddTo(draft, "s", Plus, Minus, Out);
        var netlist = draft.ToNetlist("sense amplifier");
        netlist = netlist with { Options = netlist.Options with { RelativeTolerance = 1e-4, VoltageTolerance = 1e-9 } };
        return new TransientSession(netlist.Flatten(), new TransientAnalysis(1e-11, 100e-9));
    }
}
