using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Periphery;
using CircuitSim.Periphery.Converters;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Periphery;

public class NeuronTests
{
    private static readonly NodeId Plus = new("plus");

    private static readonly NodeId Minus = new("minus");

    private static readonly NodeId Out = new("out");

    [Fact]
    public void Ideal_OfACurrentDifference_IsClippedAndQuantized()
    {
        var neuron = new Neuron();
        Assert.Equal(0, neuron.Ideal(10e-6, 30e-6));
        Close.Equal(0.4, neuron.Ideal(60e-6, 20e-6), rtol: 1e-12);
        Assert.Equal(neuron.FullScale, neuron.Ideal(200e-6, 0));
        Assert.Equal([0, 0, 8, 15, 15], new[] { -0.1, 0.02, 0.4, 0.8, 1.3 }.Select(neuron.Quantize));
    }

    /// <summary>
    /// Zero below, a straight line, never falling: the slope of the mirrors is within 15 % of the ideal one, and the lines stay
    /// where they are clamped within 2 mV, at any bias of a decade.
    /// </summary>
    [Theory]
    [InlineData(2e-6)]
    [InlineData(20e-6)]
    public void Transfer_OfTheCircuit_FollowsTheIdealOne(double bias)
    {
        var neuron = new Neuron { Bias = bias };
        var before = double.NegativeInfinity;
        foreach (var difference in new[] { -20e-6, -10e-6, 0, 20e-6, 40e-6, 60e-6, 80e-6 })
        {
            var draft = Draft(neuron);
            draft.Add(new CurrentSource("Iplus", NodeId.Ground, Plus, 20e-6 + difference));
            draft.Add(new CurrentSource("Iminus", NodeId.Ground, Minus, 20e-6));
            var point = new BuiltInSimulator().SolveOperatingPoint(draft.ToNetlist("neuron"));
            var output = point.Voltage(Out) - neuron.LowerRail;
            Assert.True(output >= before - 1e-9, $"{output} V at {difference} A, below {before} V");
            before = output;
            var ideal = neuron.Ideal(20e-6 + difference, 20e-6);
            Close.Equal(ideal, output, rtol: 0.15, atol: 0.05, where: $"{difference} A");
            Close.Equal(0, point.Voltage(Plus), rtol: 0, atol: 2e-3);
            Close.Equal(0, point.Voltage(Minus), rtol: 0, atol: 2e-3);
        }
    }

    /// <summary>Neuron and flash in one circuit give the activation of the neuron's output, from none to the last.</summary>
    [Fact]
    public void Quantizer_BehindTheCircuit_GivesTheCodeOfItsOutput()
    {
        var neuron = new Neuron();
        var codes = new List<int>();
        for (var difference = -10e-6; difference < 100e-6; difference += 7e-6)
        {
            var draft = Draft(neuron);
            neuron.Quantizer().AddTo(draft, "q", Out);
            draft.Add(new CurrentSource("Iplus", NodeId.Ground, Plus, 20e-6 + difference));
            draft.Add(new CurrentSource("Iminus", NodeId.Ground, Minus, 20e-6));
            var point = new BuiltInSimulator().SolveOperatingPoint(draft.ToNetlist("neuron"));
            var code = Enumerable.Range(1, 15).Count(k => point.Voltage(FlashConverter.OutputOf("q", k)) > 0.5);
            Assert.Equal(neuron.Quantize(point.Voltage(Out) - neuron.LowerRail), code);
            codes.Add(code);
        }

        Assert.Equal((0, 15), (codes[0], codes[^1]));
    }

    [Fact]
    public void AddTo_WithAFullScaleBeyondTheRails_NamesTheBound() => Assert.Equal(
        "neuron: full scale = 1.6 V must be above zero and at most 1.4 V, which rails of 1.8 V leave.",
        Assert.Throws<InvalidParameterException>(() => Draft(new Neuron { FullScale = 1.6 })).Message);

    /// <summary>Zanotti's trade: over a decade of bias each step costs power and saves time.</summary>
    [Fact]
    public void Bias_OverADecade_RaisesPowerAndShortensSettling()
    {
        var (power, delay) = (0.0, double.PositiveInfinity);
        foreach (var bias in new[] { 2e-6, 3e-6, 5e-6, 8e-6, 13e-6, 20e-6 })
        {
            var neuron = new Neuron { Bias = bias };
            var draft = Draft(neuron);
            var line = new NodeId("line");
            draft.Add(new VoltageSource("Vline", line, NodeId.Ground, new PieceWiseLinearWaveform([new(20e-9, 0), new(20.1e-9, 0.2)])));
            // Six of eight weights are +1, two are −1: cells of 20 kΩ and 200 kΩ.
            draft.Add(new Resistor("Rplus", line, Plus, 1 / (6 / 20e3 + 2 / 200e3)));
            draft.Add(new Resistor("Rminus", line, Minus, 1 / (2 / 20e3 + 6 / 200e3)));
            draft.Add(new Capacitor("Cplus", Plus, NodeId.Ground, 50e-15));
            draft.Add(new Capacitor("Cminus", Minus, NodeId.Ground, 50e-15));
            draft.Add(new Capacitor("Cout", Out, NodeId.Ground, 20e-15));
            var session = new TransientSession(draft.ToNetlist("neuron").Flatten(), new TransientAnalysis(0.2e-9, 200e-9));
            var settling = new List<(double Time, double Output)>();
            while (session.Advance(200e-9))
                settling.Add((session.Time, session.Voltage(Out)));
            // Settled to ½ LSB of 4 bits.
            var last = settling[^1].Output;
            var settled = settling.Last(s => Math.Abs(s.Output - last) > neuron.FullScale / 32).Time - 20e-9;
            var drawn = -0.8 * session.Current("Vn_vdd") + session.Current("Vn_vss");
            Assert.True(settled < delay, $"{bias} A: {settled} s is not below {delay} s");
            Assert.True(drawn > power, $"{bias} A: {drawn} W is not above {power} W");
            (power, delay) = (drawn, settled);
        }
    }

    private static CircuitDraft Draft(Neuron neuron)
    {
        var draft = new CircuitDraft();
        neuron.AddTo(draft, "n", Plus, Minus, Out);
        return draft;
    }
}
