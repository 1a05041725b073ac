using System.Globalization;
using System.Text;
using CircuitSim.Engine;
using CircuitSim.Files;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Benchmarks;

/// <summary>
/// Array writes: a transient in which every cell is a memristor that may switch. Whole processes against ngspice, each with
/// the error of its final states against the built-in engine at a hundredth of its tolerances.
/// </summary>
internal static class WriteRatios
{
    private const double Range = 3e-9;

    /// <summary>ngspice is to be as exact as this before its time counts a second time, as a part of a state's range.</summary>
    private const double ErrorBound = 1e-3;

    public static bool Run(IReadOnlyList<Ngspice> ngspices)
    {
        Console.WriteLine("write: a 10 ns write of one row of an array, V/2, every cell a running memristor; whole processes; medians of 3 (ngspice: 1).");
        var folder = Directory.CreateTempSubdirectory("circuitsim-ratios-").FullName;
        try
        {
            PublishedCommandLine.Publish(folder);
            return AgainstNgspice(folder, ngspices, 32) & Growth();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool AgainstNgspice(string folder, IReadOnlyList<Ngspice> ngspices, int side)
    {
        var netlist = WrittenArray.Create(side);
        var reference = FinalStates(netlist with { Options = netlist.Options with { StateTolerance = 1e-6, RelativeTolerance = 1e-5 } });
        var file = Path.Combine(folder, "write.cir");
        File.WriteAllText(file, SpiceWriter.ToText(netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Native }), Encoding.ASCII);
        var own = OtherProgram.Measure(3, PublishedCommandLine.Command(folder, "run", file, "--out", Path.Combine(folder, "out")));
        var ownError = Error(FinalStates(netlist), reference);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  CircuitSim: {own.CpuSeconds:0.00} s, error of the final states {ownError:0.0e0} of their range, {own.PeakMegabytes:0} MB"));

        // The default step, then shorter ones until ngspice is exact as well.
        var holds = true;
        foreach (var ngspice in ngspices)
        {
            var isExact = false;
            for (double? step = null; !isExact; step = step is { } last ? last / 4 : WrittenArray.Stop / 100)
            {
                var text = SpiceWriter.ToText(
                    netlist with { Analyses = [new TransientAnalysis(WrittenArray.Stop / 100, WrittenArray.Stop) { MaximumStep = step }] },
                    new SpiceWriterOptions { Dialect = SpiceDialect.Ngspice });
                File.WriteAllText(file, ngspice.Prepare(text), Encoding.ASCII);
                var raw = Path.Combine(folder, "out.raw");
                var other = OtherProgram.Measure(1, ngspice.Batch(raw, file));
                var error = Error(NgspiceStates(netlist, raw), reference);
                var what = step is { } s ? string.Create(CultureInfo.InvariantCulture, $"steps of {1e12 * s:0.#} ps") : "its default step";
                holds &= Criterion.AtLeast($"{side} x {side} write, CPU of {ngspice.Version} at {what} / CircuitSim", other.CpuSeconds / own.CpuSeconds, 100,
                    string.Create(CultureInfo.InvariantCulture, $"{other.CpuSeconds:0.0} s / {own.CpuSeconds:0.00} s; ngspice's error {error:0.0e0}; memory {other.PeakMegabytes:0} / {own.PeakMegabytes:0} MB"));
                isExact = step is not null && error <= ErrorBound;
            }
        }

        return holds;
    }

    private static bool Growth()
    {
        int[] sides = [16, 32, 64, 128];
        var points = new List<(double LogCells, double LogSeconds)>();
        var detail = new StringBuilder();
        foreach (var side in sides)
        {
            var netlist = WrittenArray.Create(side);
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            if (side == sides[0])
                FinalStates(netlist);
            process.Refresh();
            var before = process.TotalProcessorTime;
            FinalStates(netlist);
            process.Refresh();
            var seconds = (process.TotalProcessorTime - before).TotalSeconds;
            points.Add((Math.Log(side * side), Math.Log(seconds)));
            detail.Append(CultureInfo.InvariantCulture, $"{side}²: {seconds:0.00} s  ");
        }

        var (_, slope) = MathNet.Numerics.Fit.Line([.. points.Select(p => p.LogCells)], [.. points.Select(p => p.LogSeconds)]);
        return Criterion.AtMost("growth exponent of an array write in cells, 16² … 128²", slope, 1.3, detail.ToString());
    }

    private static double[] FinalStates(Netlist netlist)
    {
        var waveforms = new Waveforms();
        new BuiltInSimulator().RunTransient(netlist, netlist.Analyses.OfType<TransientAnalysis>().Single(), waveforms);
        return [.. waveforms.Header.Vectors.Select(v => waveforms[v.Name][^1])];
    }

    private static double[] NgspiceStates(Netlist netlist, string raw)
    {
        var plot = RawFile.Read(raw).Single();
        return [.. netlist.Elements.OfType<Memristor>().Select(m => (m, plot.Find($"v({SpiceWriter.NgspiceStateNode(m)})")!.Real[^1]))
            .ToDictionary(e => e.m.Name, e => Range * e.Item2) is var states
                ? netlist.Saves.Select(s => states[((CircuitSim.Netlists.Expressions.DeviceStateExpression)s.Quantity).Element]) : []];
    }

    private static double Error(double[] states, double[] reference) => states.Zip(reference, (a, b) => Math.Abs(a - b) / Range).Max();
}
