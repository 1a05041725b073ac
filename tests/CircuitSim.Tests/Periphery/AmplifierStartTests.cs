using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Results;
using CircuitSim.Numerics;
using CircuitSim.Periphery;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Periphery;

/// <summary>How many iterations the search for an operating point takes in circuits of many amplifiers.</summary>
public class AmplifierStartTests(ITestOutputHelper output)
{
    private const int Rows = 33, Columns = 40;
    private const double Common = 0.9;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OperatingPoint_OfDriversAndTias_TakesFewIterations(bool transistors)
    {
        var netlist = Layer(transistors ? TransistorAmplifier.Cmos1V8 : OperationalAmplifier.Cmos1V8).ToNetlist("layer");
        var point = new BuiltInSimulator().SolveOperatingPoint(netlist);
        output.WriteLine($"{point.Statistics}");
        // Without a start 71 and 346.
        Assert.InRange(point.Statistics!.NewtonIterations!.Value, 1, 25);
        // KCL at a bit line: what the cells bring leaves through the feedback resistor.
        var line = point.Voltage(new NodeId("b3"));
        var current = netlist.Elements.OfType<Resistor>().Where(r => r.Negative.Name == "b3").Sum(r => (point.Voltage(r.Positive) - line) / r.Resistance.Number);
        Close.Equal(current, (line - point.Voltage(new NodeId("o3"))) / 20e3, rtol: 1e-9);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sweep_OfAnInput_TakesThreeIterationsAPoint(bool transistors)
    {
        var sweep = new DcSweepAnalysis(new SourceSweep("Vin3", Common, Common + 0.2, 0.02));
        var netlist = Layer(transistors ? TransistorAmplifier.Cmos1V8 : OperationalAmplifier.Cmos1V8).ToNetlist("layer") with { Analyses = [sweep] };
        var statistics = new BuiltInSimulator().RunDcSweep(netlist, sweep, new Waveforms());
        output.WriteLine($"{statistics}");
        Assert.Equal(11, statistics.Points);
        Assert.InRange((statistics.NewtonIterations!.Value - 25.0) / 10, 0, 3);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-0.3)]
    [InlineData(0)]
    [InlineData(2)]
    public void OperatingPoint_OfAFollower_IsFoundFromAnyInput(double voltage)
    {
        foreach (var amplifier in (IAmplifier[])[OperationalAmplifier.Cmos5V, TransistorAmplifier.Cmos5V])
        {
            var draft = new CircuitDraft();
            draft.Add(new VoltageSource("Vin", StageCircuits.In, NodeId.Ground, voltage));
            new FollowerDriver { Amplifier = amplifier }.AddTo(draft, "1", StageCircuits.In, StageCircuits.Out);
            var point = new BuiltInSimulator().SolveOperatingPoint(draft.ToNetlist("follower"));
            output.WriteLine($"{point.Statistics}");
            Close.Equal(voltage, point.Voltage(StageCircuits.Out), rtol: 0, atol: 1e-3);
            Assert.InRange(point.Statistics!.NewtonIterations!.Value, 1, 30);
        }
    }

    /// <summary>Drivers, cells of 500 kΩ to 5 MΩ and TIAs of 20 kΩ.</summary>
    private static CircuitDraft Layer(IAmplifier amplifier)
    {
        var stream = new RandomStream(7);
        var draft = new CircuitDraft();
        var driver = new FollowerDriver { Amplifier = amplifier };
        var tia = new TransimpedanceAmplifier { FeedbackResistance = 20e3, FeedbackCapacitance = 0.2e-12, CommonMode = Common, Amplifier = amplifier };
        for (var i = 0; i < Rows; i++)
        {
            draft.Add(new VoltageSource($"Vin{i}", new NodeId($"i{i}"), NodeId.Ground, Common + stream.NextUniform(0, 0.2)));
            driver.AddTo(draft, $"d{i}", new NodeId($"i{i}"), new NodeId($"w{i}"));
        }

        for (var j = 0; j < Columns; j++)
        {
            tia.AddTo(draft, $"t{j}", new NodeId($"b{j}"), new NodeId($"o{j}"));
            for (var i = 0; i < Rows; i++)
                draft.Add(new Resistor($"R{i}_{j}", new NodeId($"w{i}"), new NodeId($"b{j}"), stream.NextUniform(500e3, 5e6)));
        }

        return draft;
    }
}
