using System.Diagnostics;
using System.Globalization;
using CircuitSim.Crossbars;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Results;
using CircuitSim.SpiceSharp;
using CircuitSim.Tests.Support;

namespace CircuitSim.Benchmarks;

/// <summary>The built-in engine against SpiceSharp, in this process, on arrays of the sizes for which SpiceSharp is a reference.</summary>
internal static class SpiceSharpRatios
{
    private const double Range = 3e-9;

    public static bool Run()
    {
        var sharp = new SpiceSharpSimulator();
        Console.WriteLine($"spicesharp: CPU seconds in process, SpiceSharp {sharp.FindAvailability().Version} / the built-in engine.");
        var holds = true;
        foreach (var (side, bound) in new[] { (32, 5.0), (64, 20.0) })
        {
            var (netlist, conductances, voltages) = EngineRatios.Array(side);
            var own = EngineRatios.SolveSeconds(new BuiltInSimulator(), netlist, 15);
            var other = EngineRatios.SolveSeconds(sharp, netlist, 3);
            holds &= Criterion.AtLeast($"{side} x {side} array, operating point, SpiceSharp / ours", other / own, bound, Text($"{other:0.00} s / {1e3 * own:0.0} ms"))
                & Criterion.AtMost($"{side} x {side} array, currents of SpiceSharp against the array solver", Difference(sharp, netlist, conductances, voltages), 1e-10, "");
        }

        foreach (var (side, bound) in new[] { (16, 2.0), (32, 20.0) })
        {
            var netlist = WrittenArray.Create(side);
            var (own, ownStates) = Write(new BuiltInSimulator(), netlist);
            var (other, states) = Write(sharp, netlist);
            holds &= Criterion.AtLeast($"{side} x {side} write of 10 ns, SpiceSharp / ours", other / own, bound, Text($"{other:0.0} s / {own:0.00} s"))
                & Criterion.AtMost($"{side} x {side} write, final states of SpiceSharp against ours", ownStates.Zip(states, (a, b) => Math.Abs(a - b) / Range).Max(), 1e-3, "");
        }

        return holds;
    }

    private static double Difference(SpiceSharpSimulator sharp, Netlist netlist, double[] conductances, double[] voltages)
    {
        var side = voltages.Length;
        var solver = new CrossbarSolver(CrossbarWiring.Uniform(side, side, EngineRatios.Wire));
        solver.Factor(conductances);
        var currents = new double[side];
        solver.Solve(voltages, currents);
        var point = sharp.SolveOperatingPoint(netlist);
        return currents.Select((i, j) => Math.Abs(i - point.Current(CrossbarNetlist.SenseSource(j)))).Max() / currents.Max(Math.Abs);
    }

    /// <summary>The second of two runs, which finds compiled code.</summary>
    private static (double CpuSeconds, double[] FinalStates) Write(ICircuitSimulator simulator, Netlist netlist)
    {
        using var process = Process.GetCurrentProcess();
        var (seconds, states) = (0.0, Array.Empty<double>());
        for (var run = 0; run < 2; run++)
        {
            process.Refresh();
            var before = process.TotalProcessorTime;
            var waveforms = new Waveforms();
            simulator.RunTransient(netlist, netlist.Analyses.OfType<TransientAnalysis>().Single(), waveforms);
            process.Refresh();
            seconds = (process.TotalProcessorTime - before).TotalSeconds;
            states = [.. waveforms.Header.Vectors.Select(v => waveforms[v.Name][^1])];
        }

        return (seconds, states);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
