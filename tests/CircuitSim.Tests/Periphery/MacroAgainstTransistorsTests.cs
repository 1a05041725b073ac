using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Results;
using CircuitSim.Periphery;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Periphery;

/// <summary>The macro beside the transistors that it is fitted to: every figure within 5 %.</summary>
[Trait("Category", "slow")]
public class MacroAgainstTransistorsTests(ITestOutputHelper output)
{
    private const double Tolerance = 0.05;

    /// <summary>What the benches of one op-amp need: its middle, steps, times and loads.</summary>
    public sealed record Bench(TransistorAmplifier Transistors, double Middle, double Small, double Large, double Load, double LoadCapacitance, double Time, double Frequency, double Feedback, double Current)
    {
        public override string ToString() => Transistors.Subcircuit;
    }

    private static readonly Bench[] Benches =
    [
        new(TransistorAmplifier.Cmos1V8, 0.9, 5e-3, 0.3, 10e3, 2e-12, 200e-9, 5e6, 10e3, 20e-6),
        new(TransistorAmplifier.Cmos5V, 0, 10e-3, 1, 100e3, 10e-12, 2e-6, 0.5e6, 100e3, 4e-6),
    ];

    public static TheoryData<string> Names => [.. Benches.Select(b => b.Transistors.Subcircuit)];

    [Theory]
    [MemberData(nameof(Names))]
    public void OpenLoop_OfTheMacro_HasTheGainsAndTheSwing(string name)
    {
        var bench = Benches.Single(b => b.Transistors.Subcircuit == name);
        foreach (var load in (double[])[0, bench.Load])
        {
            var (gain, low, high) = OpenLoop(bench, bench.Transistors, load);
            var (macroGain, macroLow, macroHigh) = OpenLoop(bench, bench.Transistors.Figures, load);
            output.WriteLine($"load {load}: gain {gain:F1} {macroGain:F1}, swing {low:F4} … {high:F4}, {macroLow:F4} … {macroHigh:F4}");
            Close.Equal(gain, macroGain, rtol: Tolerance, where: $"gain at {load} Ω");
            Close.Equal(high - low, macroHigh - macroLow, rtol: Tolerance, where: $"swing at {load} Ω");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Follower_OfTheMacro_HasTheBandwidthTheSlewsAndTheSettling(string name)
    {
        var bench = Benches.Single(b => b.Transistors.Subcircuit == name);
        Close.Equal(GainBandwidth(bench, bench.Transistors), GainBandwidth(bench, bench.Transistors.Figures), rtol: Tolerance, where: "GBW");
        var steps = (transistors: Step(bench, bench.Transistors, bench.Large), macro: Step(bench, bench.Transistors.Figures, bench.Large));
        output.WriteLine($"{steps}");
        Close.Equal(steps.transistors.RisingSlew, steps.macro.RisingSlew, rtol: Tolerance, where: "rising slew");
        Close.Equal(steps.transistors.FallingSlew, steps.macro.FallingSlew, rtol: Tolerance, where: "falling slew");
        Close.Equal(steps.transistors.RisingSettling, steps.macro.RisingSettling, rtol: Tolerance, where: "settling up");
        Close.Equal(steps.transistors.FallingSettling, steps.macro.FallingSettling, rtol: Tolerance, where: "settling down");
        var small = (transistors: Step(bench, bench.Transistors, bench.Small), macro: Step(bench, bench.Transistors.Figures, bench.Small));
        output.WriteLine($"{small}");
        Close.Equal(small.transistors.RisingSettling, small.macro.RisingSettling, rtol: Tolerance, where: "small settling up");
        Close.Equal(small.transistors.FallingSettling, small.macro.FallingSettling, rtol: Tolerance, where: "small settling down");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TransimpedanceAmplifier_OfTheMacro_ErrsAndSettlesAlike(string name)
    {
        var bench = Benches.Single(b => b.Transistors.Subcircuit == name);
        var (error, settling) = Tia(bench, bench.Transistors);
        var (macroError, macroSettling) = Tia(bench, bench.Transistors.Figures);
        output.WriteLine($"{error} {macroError}, {settling} {macroSettling}");
        Close.Equal(error, macroError, rtol: Tolerance, where: "DC error");
        Close.Equal(settling, macroSettling, rtol: Tolerance, where: "settling to 1 %");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Supply_OfTheMacro_CarriesTheSameCurrent(string name)
    {
        var bench = Benches.Single(b => b.Transistors.Subcircuit == name);
        Close.Equal(Supply(bench.Transistors), Supply(bench.Transistors.Figures), rtol: Tolerance);

        double Supply(IAmplifier amplifier)
        {
            var draft = Follower(bench, amplifier, bench.Middle);
            return new BuiltInSimulator().SolveOperatingPoint(draft.ToNetlist("supply")).Current("Vvdd_driver");
        }
    }

    private static (double Gain, double Low, double High) OpenLoop(Bench bench, IAmplifier amplifier, double load)
    {
        var draft = new CircuitDraft();
        var (middle, input, output) = (Middle(draft, bench), new NodeId("in"), new NodeId("out"));
        draft.Add(new VoltageSource("Vd", input, middle, 0));
        amplifier.AddTo(draft, "1", "amp", input, middle, output);
        if (load > 0)
            draft.Add(new Resistor("Rload", output, middle, load));
        var sweep = new DcSweepAnalysis(new SourceSweep("Vd", -15e-3, 15e-3, 5e-6));
        var waveforms = new Waveforms();
        new BuiltInSimulator().RunDcSweep(draft.ToNetlist("open loop") with { Analyses = [sweep] }, sweep, waveforms);
        var v = waveforms["v(out)"];
        // The slope about the middle, over two thirds of the step of the slew.
        var (low, high) = (bench.Middle - bench.Large * 2 / 3, bench.Middle + bench.Large * 2 / 3);
        return ((high - low) / (Crossing(waveforms, "v(out)", high) - Crossing(waveforms, "v(out)", low)), v[0], v[^1]);
    }

    private static double GainBandwidth(Bench bench, IAmplifier amplifier)
    {
        var draft = Follower(bench, amplifier, new SineWaveform(bench.Middle, 10e-3, bench.Frequency));
        draft.Add(new VoltageControlledVoltageSource("Ediff", new NodeId("diff"), NodeId.Ground, new NodeId("in"), new NodeId("out"), 1));
        var waveforms = Run(draft, 0.2 / bench.Frequency / 200, 3 / bench.Frequency);
        return PeakToPeak("v(out)") / PeakToPeak("v(diff)") * bench.Frequency;

        double PeakToPeak(string vector)
        {
            var late = Enumerable.Range(0, waveforms.Points).Where(k => waveforms.Axis[k] > 1 / bench.Frequency).Select(k => waveforms[vector][k]);
            return late.Max() - late.Min();
        }
    }

    private static (double RisingSlew, double FallingSlew, double RisingSettling, double FallingSettling) Step(Bench bench, IAmplifier amplifier, double step)
    {
        var (t, edge) = (bench.Time, bench.Time / 2000);
        var draft = Follower(bench, amplifier, new PulseWaveform(bench.Middle - step, bench.Middle + step, t / 2, edge, edge, 2 * t));
        var w = Run(draft, t / 1000, 4.5 * t);
        var (low, high) = (bench.Middle - step / 2, bench.Middle + step / 2);
        return (
            step / (Crossing(w, "v(out)", high, t / 2) - Crossing(w, "v(out)", low, t / 2)),
            step / (Crossing(w, "v(out)", low, 2.5 * t) - Crossing(w, "v(out)", high, 2.5 * t)),
            Settling(w, t / 2, 2.5 * t), Settling(w, 2.5 * t + edge, 4.5 * t));
    }

    private static (double Error, double Settling) Tia(Bench bench, IAmplifier amplifier)
    {
        var t = bench.Time;
        var stage = new TransimpedanceAmplifier { FeedbackResistance = bench.Feedback, FeedbackCapacitance = 0.2e-12, CommonMode = bench.Middle, Amplifier = amplifier };
        var draft = new CircuitDraft();
        var (line, output, middle) = (new NodeId("in"), new NodeId("out"), Middle(draft, bench));
        stage.AddTo(draft, "1", line, output);
        draft.Add(new CurrentSource("Iin", middle, line, new PulseWaveform(bench.Current / 2, bench.Current * 3 / 2, t / 2, t / 2000, t / 2000)));
        draft.Add(new Resistor("Rin", line, middle, bench.Feedback / 5));
        draft.Add(new Capacitor("Cin", line, middle, 2e-12));
        draft.Add(new Capacitor("Cload", output, NodeId.Ground, bench.LoadCapacitance / 4));
        var w = Run(draft, t / 1000, 3 * t);
        var v = w["v(out)"];
        return ((v[0] - v[^1]) / (bench.Current * bench.Feedback) - 1, Settling(w, t / 2, 3 * t));
    }

    private static CircuitDraft Follower(Bench bench, IAmplifier amplifier, SourceShape input)
    {
        var draft = new CircuitDraft();
        draft.Add(new VoltageSource("Vin", new NodeId("in"), NodeId.Ground, input));
        new FollowerDriver { Amplifier = amplifier }.AddTo(draft, "1", new NodeId("in"), new NodeId("out"));
        draft.Add(new Capacitor("Cload", new NodeId("out"), NodeId.Ground, bench.LoadCapacitance));
        return draft;
    }

    private static NodeId Middle(CircuitDraft draft, Bench bench) => bench.Middle == 0 ? NodeId.Ground : draft.Rail("mid", bench.Middle);

    private static Waveforms Run(CircuitDraft draft, double step, double stop)
    {
        var analysis = new TransientAnalysis(step, stop) { MaximumStep = step };
        var waveforms = new Waveforms();
        new BuiltInSimulator().RunTransient(
            draft.ToNetlist("bench") with { Analyses = [analysis], Options = SimulatorOptions.Default with { RelativeTolerance = 1e-5, VoltageTolerance = 1e-8, ChargeTolerance = 1e-17 } }, analysis, waveforms);
        return waveforms;
    }

    private static double Crossing(Waveforms waveforms, string vector, double level, double after = double.NegativeInfinity)
    {
        var v = waveforms[vector];
        var k = Enumerable.Range(1, waveforms.Points - 1).Where(n => waveforms.Axis[n] > after && (v[n] - level) * (v[n - 1] - level) <= 0).First();
        return waveforms.Axis[k - 1] + (level - v[k - 1]) / (v[k] - v[k - 1]) * (waveforms.Axis[k] - waveforms.Axis[k - 1]);
    }

    /// <summary>From a step to the last time at which the output is 1 % of its change away from its end.</summary>
    private static double Settling(Waveforms waveforms, double from, double to)
    {
        var (v, t) = (waveforms["v(out)"], waveforms.Axis);
        int[] places = [.. Enumerable.Range(0, waveforms.Points).Where(k => t[k] >= from && t[k] < to)];
        var (start, end) = (v[places[0]], v[places[^1]]);
        return t[places.Last(k => Math.Abs(v[k] - end) > 0.01 * Math.Abs(end - start))] - from;
    }
}
