using System.Globalization;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.SpiceSharp;
using CircuitSim.Tests.Engine;
using CircuitSim.Tests.Support;
using SpiceSharp;
using SpiceSharp.Components;
using SpiceSharp.Simulations;
using SpiceSharp.Simulations.Base;
using SpiceSharp.Simulations.IntegrationMethods;

namespace CircuitSim.Tests.SpiceSharp;

/// <summary>
/// The memristor of SpiceSharp, as a component and as a subcircuit of stock parts, against SciPy's Radau and, at every
/// point that SpiceSharp chose, against the built-in engine: on every card, window and drive, and for every largest step.
/// </summary>
public class VteamMemristorTests(ITestOutputHelper log)
{
    private const double Tolerance = 1e-3;

    private static readonly double[] LargestSteps = [1e-9, 1e-10, 1e-11];

    public static TheoryData<string> NamesWithoutStickingWindow => [.. VteamCase.All.Where(c => !c.Parameters.Window.SticksAtLimits).Select(c => c.Name)];

    public static TheoryData<string> Names => [.. VteamCase.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void States_OfTheComponent_AreThoseOfRadauAndOfTheBuiltInEngine(string name)
    {
        var c = VteamCase.All.Single(c => c.Name == name);
        foreach (var largestStep in LargestSteps)
        {
            var points = Run(Spice.Read(c.Netlist(largestStep)));
            var engine = AgainstBuiltIn(c, points);
            var golden = AgainstRadau(name, Run(Spice.Read(c.Netlist(largestStep) + Markers)));
            Report(name, largestStep, engine, golden, points.Count);
        }

        List<(double Time, double State)> Run(Netlist netlist)
        {
            var waveforms = new Waveforms();
            new SpiceSharpSimulator().RunTransient(netlist, netlist.Analyses.OfType<TransientAnalysis>().Single(), waveforms);
            return [.. waveforms.Axis.Zip(waveforms["w(m1)"], (t, w) => (t, Normalized(c, w)))];
        }
    }

    [Theory]
    [MemberData(nameof(NamesWithoutStickingWindow))]
    public void States_OfTheSubcircuit_AreThoseOfRadauAndOfTheBuiltInEngine(string name)
    {
        var c = VteamCase.All.Single(c => c.Name == name);
        foreach (var largestStep in LargestSteps)
        {
            var points = RunSubcircuit(c, c.Netlist(largestStep), largestStep);
            var engine = AgainstBuiltIn(c, points);
            var golden = AgainstRadau(name, RunSubcircuit(c, c.Netlist(largestStep) + Markers, largestStep));
            Report(name, largestStep, engine, golden, points.Count);
        }
    }

    [Fact]
    public void Subcircuit_OfAStickingWindow_IsRefusedByName()
    {
        var c = VteamCase.All.First(c => c.Parameters.Window.SticksAtLimits);
        var card = Spice.Read(c.Netlist(1e-9)).Models.Single();
        Assert.Contains("sticks at the limits", Assert.Throws<NetlistException>(() => VteamSubcircuit.Define(card)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Component_InAPlainSpiceSharpProgram_SetsAndKeepsItsState()
    {
        // The example of the class's own documentation.
        var circuit = new Circuit(
            new global::SpiceSharp.Components.VoltageSource("V1", "in", "0", new Pulse(0, -2, 1e-9, 1e-9, 1e-9, 6e-9, 1e-6)),
            new global::SpiceSharp.Components.Resistor("R1", "in", "a", 1e3),
            new VteamMemristor("M1", "a", "0", VteamCard.ToParameters(DeviceModelLibrary.Find("vteam_magic").Card)));
        var transient = new Transient("tran", 1e-10, 20e-9);
        var state = new RealPropertyExport(transient, "M1", "w");
        var states = new List<double>();
        foreach (var _ in transient.Run(circuit, Transient.ExportTransient))
            states.Add(state.Value);
        Assert.Equal(3e-9, states[0]);
        Assert.InRange(states[^1], 0, 2.5e-9);
        Assert.All(states.Zip(states.Skip(1)), pair => Assert.True(pair.Second <= pair.First));
    }

    [Fact]
    public void Parameters_OutOfRange_AreRefusedByName()
    {
        var card = VteamCard.ToParameters(DeviceModelLibrary.Find("vteam_magic").Card);
        var memristor = new VteamMemristor("M1", "a", "0", card);
        Assert.Contains("w0 = ", Assert.Throws<InvalidParameterException>(() => memristor.Parameters.InitialState = 4e-9).Message, StringComparison.Ordinal);
        Assert.Contains("statetol", Assert.Throws<InvalidParameterException>(() => memristor.SetParameter("statetol", 0.0)).Message, StringComparison.Ordinal);
        memristor.SetParameter("w0", 1e-9);
        Assert.Equal(1e-9, memristor.Parameters.InitialState);
        var frequency = new AC("ac", new DecadeSweep(1, 10, 1));
        var circuit = new Circuit(new global::SpiceSharp.Components.VoltageSource("V1", "a", "0", 1), memristor);
        Assert.Contains("small-signal", Assert.Throws<SpiceSharpException>(() => frequency.RunToEnd(circuit)).Message, StringComparison.Ordinal);
    }

    /// <summary>A source of 0 V with a corner at every time of the goldens, at which SpiceSharp then ends a step.</summary>
    private static string Markers =>
        $"\nVmark mark 0 pwl({string.Join(' ', VteamCase.Times.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t} 0")))})\nRmark mark 0 1k";

    private static double Normalized(VteamCase c, double w) => (w - c.Parameters.WOn) / (c.Parameters.WOff - c.Parameters.WOn);

    private static List<(double Time, double State)> RunSubcircuit(VteamCase c, string text, double largestStep)
    {
        var netlist = Spice.Read(text);
        var analysis = netlist.Analyses.OfType<TransientAnalysis>().Single();
        var circuit = CircuitTranslation.Translate((netlist with { Elements = [.. netlist.Elements.Where(e => e is not Memristor)] }).Flatten(), analysis);
        circuit.Add(new global::SpiceSharp.Components.Subcircuit("X1", VteamSubcircuit.Define(netlist.Models.Single(), c.StartState), "a", "0"));
        // The state is a charge like any other: it is as exact as the simulation.
        var transient = new Transient("tran", new Trapezoidal
        {
            InitialStep = analysis.Step.Number,
            StopTime = analysis.Stop.Number,
            MaxStep = largestStep,
            RelativeTolerance = 1e-6,
            ChargeTolerance = 1e-18,
            TrTol = 1,
        });
        transient.BiasingParameters.RelativeTolerance = 1e-6;
        var state = new RealVoltageExport(transient, new Reference(["X1", VteamSubcircuit.StateNode]));
        var points = new List<(double, double)>();
        foreach (var _ in transient.Run(circuit, Transient.ExportTransient))
            points.Add((transient.Time, Math.Clamp(state.Value, 0, 1)));
        return points;
    }

    private static double AgainstBuiltIn(VteamCase c, List<(double Time, double State)> points)
    {
        var session = Spice.Session(c.Netlist(1e-9, ".options statetol=1e-6 reltol=1e-5"));
        var worst = 0.0;
        foreach (var (time, state) in points)
        {
            session.AdvanceTo(Math.Min(time, VteamCase.Stop));
            worst = Math.Max(worst, Math.Abs(Normalized(c, session.State("m1")) - state));
        }

        return worst;
    }

    private static double AgainstRadau(string name, List<(double Time, double State)> points)
    {
        var golden = VteamGoldenTests.Stored()[name];
        var worst = 0.0;
        for (var k = 0; k < golden.Length; k++)
        {
            var (time, state) = points.MinBy(p => Math.Abs(p.Time - VteamCase.Times[k]));
            Assert.InRange(Math.Abs(time - VteamCase.Times[k]), 0, 1e-15);
            worst = Math.Max(worst, Math.Abs(state - golden[k]));
        }

        return worst;
    }

    private void Report(string name, double largestStep, double engine, double golden, int points)
    {
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{name}, largest step {largestStep} s, {points} points: {engine:0.0e0} of the range against the built-in engine, {golden:0.0e0} against Radau");
        log.WriteLine(text);
        Assert.True(engine <= Tolerance && golden <= Tolerance, text);
    }
}
