using System.Diagnostics;
using CircuitSim.Engine;
using CircuitSim.Files;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Spice;
using CircuitSim.Ngspice;
using CircuitSim.Tests.Conformance;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Periphery;

/// <summary>
/// Every test bench of netlists/periphery on the built-in engine and on ngspice, which runs the text of the file, in its folder and
/// with its own includes. Operating points and sweeps agree to 1e-6 of each value, voltages along time to 5e-3 of a
/// vector's largest magnitude, as in the conformance tests; a bench states tolerances that make it so.
/// </summary>
[Trait("Category", "slow")]
public class PeripheryNetlistsTests(ITestOutputHelper output)
{
    private const double PointTolerance = 1e-6;
    private const double WaveformTolerance = 5e-3;

    private static readonly string Folder = Path.Combine(Repository.Root, "netlists", "periphery");

    public static TheoryData<string> Benches =>
        [.. Directory.EnumerateFiles(Folder, "*.cir").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [NgspiceTheory]
    [MemberData(nameof(Benches))]
    public void Bench_OnBothEngines_Agrees(string file)
    {
        var reading = NetlistFile.Read(Path.Combine(Folder, file));
        Assert.Empty(reading.Notes);
        Assert.NotEmpty(reading.Netlist.Analyses);
        var plots = RunText(file);
        foreach (var analysis in reading.Netlist.Analyses)
        {
            var circuit = new ConformanceCircuit(file, reading.Netlist with { Analyses = [analysis], Saves = [] });
            var expected = circuit.Run(new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() }));
            var alongTime = analysis is TransientAnalysis;
            // The trapezoidal rule lets currents into capacitors ring at edges.
            expected = alongTime ? expected.Voltages() : expected;
            var (difference, where, _) = circuit.Run(new BuiltInSimulator()).LargestDifference(expected, alongTime);
            output.WriteLine($"{analysis.GetType().Name}: {difference:E2}, {where}");
            Assert.True(difference <= (alongTime ? WaveformTolerance : PointTolerance), $"{file}: {difference:E2}, {where}");

            // The other way compares what was made of the text: here ngspice reads it itself.
            if (analysis is OperatingPointAnalysis)
            {
                var plot = plots.First(p => p.Name == "Operating Point");
                foreach (var (name, values) in expected.Voltages().Vectors)
                    Close.Equal(values[0], plot.Find(name)!.Real[0], rtol: PointTolerance, atol: 1e-6, where: $"{file} {name}");
            }
        }
    }

    private static IReadOnlyList<RawPlot> RunText(string file)
    {
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo(NgspiceLocation.Find(), ["-n", "-b", "-r", folder.File("out.raw"), file])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return RawFile.Read(folder.File("out.raw"));
    }
}
