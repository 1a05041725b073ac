using System.Globalization;
using System.Text;
using CircuitSim.Engine;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

/// <summary>Transistors that stand still are not evaluated again; nothing may show of it.</summary>
public class IdleTransistorTests
{
    private const string Models = """
        .model nch NMOS(level=1 vto=0.7 kp=110u lambda=0.05 cgso=0.2n cgdo=0.2n tox=20n cbd=5f cbs=5f)
        .model pch PMOS(level=1 vto=-0.75 kp=45u lambda=0.06 cgso=0.2n cgdo=0.2n tox=20n cbd=5f cbs=5f)
        """;

    /// <summary>
    /// Superposition: circuits on ideal supplies know nothing of each other. Two inverters alone are too few to be kept apart and take
    /// the plain path; beside idle ones they take the other.
    /// </summary>
    [Theory]
    [InlineData("trap")]
    [InlineData("gear")]
    public void Transient_BesideIdleInverters_IsThatOfTheBusyOnesAlone(string method)
    {
        var (alone, beside) = (Run(method, 0), Run(method, 12));
        for (var stage = 1; stage <= 2; stage++)
            AssertDelay(alone, beside, stage);
    }

    /// <summary>A step that wakes a chain stage by stage: what each stage does must not depend on how long it slept.</summary>
    [Fact]
    public void Transient_OfAChainThatWakesUp_IsThatOfTighterTolerances()
    {
        var (coarse, fine) = (Chain(1e-3), Chain(1e-5));
        for (var stage = 1; stage <= 16; stage++)
            AssertDelay(fine, coarse, stage);
    }

    private static void AssertDelay(Waveforms expected, Waveforms actual, int stage) =>
        Close.Equal(Crossing(expected, stage), Crossing(actual, stage), 0.03, 0, $"delay of stage {stage}");

    private static double Crossing(Waveforms run, int stage)
    {
        var (times, values) = (run.Axis, run[$"v(a{stage})"]);
        var k = Enumerable.Range(1, times.Count - 1).First(k => times[k] > 1e-9 && (values[k] - 1.65) * (values[k - 1] - 1.65) <= 0);
        return times[k - 1] + (times[k] - times[k - 1]) * (1.65 - values[k - 1]) / (values[k] - values[k - 1]) - 1e-9;
    }

    private static Waveforms Chain(double tolerance)
    {
        var text = new StringBuilder("chain\nVdd vdd 0 3.3\nVin a0 0 PULSE(0 3.3 1n 0.1n 0.1n 30n 60n)\n").AppendLine(Models);
        for (var k = 0; k < 16; k++)
            Inverter(text, $"a{k}", $"a{k + 1}");
        return Run(text.AppendLine(CultureInfo.InvariantCulture, $".options reltol={tolerance}\n.tran 10p 8n\n.end").ToString());
    }

    private static Waveforms Run(string method, int idle)
    {
        var text = new StringBuilder("busy and idle\nVdd vdd 0 3.3\nVin a0 0 PULSE(0 3.3 1n 0.3n 0.3n 4n 10n)\nVlow b0 0 0\n").AppendLine(Models);
        Inverter(text, "a0", "a1");
        Inverter(text, "a1", "a2");
        for (var k = 0; k < idle; k++)
            Inverter(text, $"b{k}", $"b{k + 1}");
        return Run(text.AppendLine(CultureInfo.InvariantCulture, $".options method={method}\n.tran 20p 22n\n.end").ToString());
    }

    private static void Inverter(StringBuilder text, string input, string output) => text.AppendLine(
        CultureInfo.InvariantCulture, $"Mn{output} {output} {input} 0 0 nch w=4u l=0.5u\nMp{output} {output} {input} vdd vdd pch w=10u l=0.5u\nC{output} {output} 0 20f");

    private static Waveforms Run(string text)
    {
        var netlist = SpiceReader.Read(text).Netlist;
        var run = new Waveforms();
        new BuiltInSimulator().RunTransient(netlist, (TransientAnalysis)netlist.Analyses[0], run);
        return run;
    }
}
