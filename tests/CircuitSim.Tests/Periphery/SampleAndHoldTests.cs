using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Periphery;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Periphery;

/// <summary>Against the closed forms of docs/read-out.md.</summary>
public class SampleAndHoldTests
{
    private static readonly NodeId In = new("in");

    private static readonly NodeId Out = new("out");

    /// <summary>A card of which only the overlap capacitances are left, so that feedthrough has an exact form.</summary>
    private static readonly ModelCard OverlapOnly = new("n18", "NMOS", new Dictionary<string, string>
    {
        ["level"] = "1",
        ["vto"] = "0.48",
        ["kp"] = "387u",
        ["lambda"] = "1.11",
        ["cgso"] = "370p",
        ["cgdo"] = "370p",
    });

    [Fact]
    public void OperatingPoint_Always_Tracks()
    {
        foreach (var stage in new[] { new SampleAndHold(), new SampleAndHold { TransistorWidth = 2e-6 } })
            Close.Equal(0.6, new BuiltInSimulator().SolveOperatingPoint(Netlist(stage, 0.6)).Voltage(Out), rtol: 1e-9);
    }

    [Fact]
    public void Held_WithIdealParts_IsTheIdealTransfer()
    {
        var stage = new SampleAndHold { SampleTime = 20e-9 };
        var session = Session(stage, 0.6, 1e-6);
        session.AdvanceTo(10e-9);
        session.SetSource("Vin", 0.25);
        session.AdvanceTo(50e-9);
        session.SetSource("Vin", 0.9);
        session.AdvanceTo(100e-9);
        // It followed the step for 10 time constants; what comes after the edge is not seen.
        Close.Equal(stage.Ideal(0.25), session.Voltage(Out), rtol: 0, atol: 0.35 * Math.Exp(-10));
        session = Session(stage, 0.6, 1e-6);
        session.AdvanceTo(100e-9);
        Close.Equal(stage.Ideal(0.6), session.Voltage(Out), rtol: 1e-9);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(10)]
    public void Settling_AfterTheTimeOfSoManyBits_IsHalfAnLsb(int bits)
    {
        var stage = new SampleAndHold { OnResistance = 2e3, HoldCapacitance = 0.5e-12 };
        var session = Session(stage, 0, 100e-9);
        session.AdvanceTo(10e-9);
        session.SetSource("Vin", 1);
        session.AdvanceTo(10e-9 + stage.SettlingTime(bits));
        Close.Equal(Math.Pow(2, -(bits + 1)), 1 - session.Voltage(Out), rtol: 0.01);
    }

    [Fact]
    public void Droop_OfALeakCurrent_IsItsChargeOverTheCapacitance()
    {
        var session = Session(new SampleAndHold { LeakCurrent = 1e-9, SampleTime = 10e-9 }, 0.6, 2e-6);
        session.AdvanceTo(100e-9);
        var held = session.Voltage(Out);
        session.AdvanceTo(1.1e-6);
        Close.Equal(1e-9 * 1e-6 / 1e-12, held - session.Voltage(Out), rtol: 1e-3);
    }

    [Fact]
    public void Droop_OfALeakResistance_IsExponential()
    {
        var session = Session(new SampleAndHold { LeakResistance = 1e6, SampleTime = 10e-9, OnResistance = 1 }, 0.6, 2e-6);
        session.AdvanceTo(100e-9);
        var held = session.Voltage(Out);
        session.AdvanceTo(1.1e-6);
        Close.Equal(Math.Exp(-1), session.Voltage(Out) / held, rtol: 1e-4);
    }

    /// <summary>An edge that leaves no time to flow back: the whole swing couples through the overlap, −W C_ov ΔV/(C_h + W C_ov).</summary>
    [Fact]
    public void Feedthrough_OfAFastEdge_IsTheOverlapsShareOfTheSwing()
    {
        const double overlap = 2e-6 * 370e-12, exact = -overlap * 1.8 / (1e-12 + overlap);
        Close.Equal(exact, Pedestal(new SampleAndHold { TransistorWidth = 2e-6, EdgeTime = 1e-12 }, OverlapOnly), rtol: 0.01);
        Close.Equal(exact, Pedestal(new SampleAndHold { Feedthrough = overlap, EdgeTime = 1e-12 }), rtol: 0.01);
    }

    /// <summary>
    /// An edge that the switch follows until it opens: what remains below V_in + V_t couples, and what no longer flows back just
    /// before, √(πUC_h/2β) at a slope U (Sheu and Hu, JSSC 19(4), 1984).
    /// </summary>
    [Fact]
    public void Feedthrough_OfASlowEdge_IsWhatRemainsOfTheSwingBehindTheSwitch()
    {
        const double overlap = 2e-6 * 370e-12, share = overlap / (1e-12 + overlap);
        var tail = Math.Sqrt(Math.PI * 1.8 / 10e-6 * 1e-12 / (2 * 387e-6 * 2e-6 / 0.18e-6));
        Close.Equal(-share * (0.6 + 0.48 + tail), Pedestal(new SampleAndHold { TransistorWidth = 2e-6, EdgeTime = 10e-6 }, OverlapOnly), rtol: 0.01);
        Close.Equal(-share * 0.9, Pedestal(new SampleAndHold { Feedthrough = overlap, EdgeTime = 10e-6 }), rtol: 0.01);
    }

    /// <summary>Half the channel's charge joins the overlap's; level 1 adds the depletion charge of Meyer's model.</summary>
    [Fact]
    public void Injection_OfATransistor_IsLargerThanItsOverlaps()
    {
        var fast = Pedestal(new SampleAndHold { TransistorWidth = 2e-6, EdgeTime = 1e-12 });
        // Razavi, Design of Analog CMOS Integrated Circuits, chapter 13, with C_ox = ε_ox/4 nm.
        const double overlap = 2e-6 * 370e-12, channel = 3.9 * 8.854e-12 / 4e-9 * 2e-6 * 0.18e-6;
        var expected = -(0.5 * channel * (1.8 - 0.6 - 0.48) + overlap * 1.8) / 1e-12;
        Assert.InRange(fast / expected, 0.9, 1.3);
    }

    [Fact]
    public void ThermalNoise_At300Kelvin_IsThatOfTheCapacitance()
    {
        Close.Equal(64.4e-6, new SampleAndHold().ThermalNoise(300), rtol: 1e-3);
        Close.Equal(203.5e-6, new SampleAndHold { HoldCapacitance = 100e-15 }.ThermalNoise(300), rtol: 1e-3);
    }

    [Fact]
    public void Clock_ThatAProgramDrives_SamplesWhereItFalls()
    {
        var session = Session(new SampleAndHold(), 0.3, 1e-6);
        session.AdvanceTo(50e-9);
        session.SetSource("Vs_clk", 0);
        session.SetSource("Vin", 0.8);
        session.AdvanceTo(100e-9);
        Close.Equal(0.3, session.Voltage(Out), rtol: 1e-9);
        session.SetSource("Vs_clk", 1.8);
        session.AdvanceTo(150e-9);
        Close.Equal(0.8, session.Voltage(Out), rtol: 1e-6);
    }

    [Fact]
    public void Output_UnderALoad_StaysOnlyBehindABuffer()
    {
        double Held(SampleAndHold stage)
        {
            var draft = Draft(stage, 0.6);
            draft.Add(new Resistor("Rload", Out, NodeId.Ground, 1e6));
            var session = Start(draft, 5e-6);
            session.AdvanceTo(1e-6 + 10e-9);
            return session.Voltage(Out);
        }

        var stage = new SampleAndHold { SampleTime = 10e-9, EdgeTime = 1e-12, OnResistance = 1 };
        Close.Equal(0.6 * Math.Exp(-1), Held(stage), rtol: 1e-3);
        Close.Equal(0.6, Held(stage with { Buffer = new FollowerDriver() }), rtol: 1e-8);
        // A follower of finite gain is 1/(1 + A) short.
        Close.Equal(1 / (1 + StageCircuits.OnePole.Gain), 1 - Held(stage with { Buffer = new FollowerDriver { Amplifier = StageCircuits.OnePole } }) / 0.6, rtol: 0.01);
    }

    [Theory]
    [InlineData(0, 1e3, 1.8, "sample-and-hold: hold capacitance = 0 F must be finite and above zero.")]
    [InlineData(1e-12, 0, 1.8, "sample-and-hold: on-resistance = 0 Ω must be finite and above zero.")]
    [InlineData(1e-12, 1e3, -1, "sample-and-hold: clock high = -1 V must be finite and above clock low.")]
    public void AddTo_WithAValueOutOfRange_NamesTheStageAndTheBound(double capacitance, double resistance, double high, string message)
    {
        var stage = new SampleAndHold { HoldCapacitance = capacitance, OnResistance = resistance, ClockHigh = high };
        Assert.Equal(message, Assert.Throws<InvalidParameterException>(() => Draft(stage, 0)).Message);
    }

    /// <summary>Held voltage less the input of 0.6 V, a little behind the edge.</summary>
    private static double Pedestal(SampleAndHold stage, ModelCard? card = null)
    {
        var session = Session(stage with { SampleTime = 50e-9 }, 0.6, 50e-9 + 2 * stage.EdgeTime, card);
        session.AdvanceTo(50e-9 + 1.5 * stage.EdgeTime);
        return session.Voltage(Out) - 0.6;
    }

    private static CircuitDraft Draft(SampleAndHold stage, double input, ModelCard? card = null)
    {
        var draft = new CircuitDraft();
        if (card is not null)
            draft.Add(card);
        draft.Add(new VoltageSource("Vin", In, NodeId.Ground, input));
        stage.AddTo(draft, "s", In, Out);
        return draft;
    }

    private static Netlist Netlist(SampleAndHold stage, double input) => Draft(stage, input).ToNetlist("sample-and-hold");

    private static TransientSession Session(SampleAndHold stage, double input, double stop, ModelCard? card = null) => Start(Draft(stage, input, card), stop);

    private static TransientSession Start(CircuitDraft draft, double stop)
    {
        var netlist = draft.ToNetlist("sample-and-hold");
        netlist = netlist with { Options = netlist.Options with { RelativeTolerance = 1e-5, VoltageTolerance = 1e-9, CurrentTolerance = 1e-15, ChargeTolerance = 1e-18 } };
        return new TransientSession(netlist.Flatten(), new TransientAnalysis(stop / 1000, stop));
    }
}
