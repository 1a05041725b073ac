using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using CircuitSim.Engine;
using CircuitSim.Experiments.Runs;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Ngspice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Conformance;

/// <summary>
/// Measurements and harmonics of the circuits of netlists/conformance that ask for some, against those of ngspice on the text of the file, which
/// stand in a file .measured beside it. Steps are short in these circuits: ngspice takes intervals from point to point, and .four from 200
/// places in a period by straight lines, so that its ninth harmonic of a smooth wave has about a percent.
/// </summary>
public partial class MeasurementConformanceTests
{
    private const double MeasureTolerance = 1e-3, FirstHarmonicTolerance = 5e-4, HarmonicTolerance = 2e-2;

    public static TheoryData<string> Circuits =>
        [.. ConformanceCircuit.Names.Where(name => name.StartsWith("measure-", StringComparison.Ordinal) || name.StartsWith("four-", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Circuits))]
    public void BuiltIn_AgainstStoredValues_Agrees(string name) => AssertAgrees(name, [.. File.ReadLines(GoldenFile(name)).Where(l => !l.StartsWith('*')).Select(l => l.Split(' ')).Select(w => (w[0], double.Parse(w[1], CultureInfo.InvariantCulture)))]);

    [NgspiceTheory]
    [MemberData(nameof(Circuits))]
    [Trait("Category", "slow")]
    public void BuiltIn_AgainstNgspice_Agrees(string name)
    {
        var reference = Ngspice(name);
        if (Environment.GetEnvironmentVariable("CIRCUITSIM_WRITE_GOLDENS") == "1")
            File.WriteAllLines(GoldenFile(name), [$"* ngspice {new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() }).FindAvailability().Version}, as written", .. reference.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Name} {r.Value:R}"))]);
        AssertAgrees(name, reference);
    }

    private static void AssertAgrees(string name, IReadOnlyList<(string Name, double Value)> reference)
    {
        var run = new NetlistRun(ConformanceCircuit.Load(name).Netlist.Flatten(), [new BuiltInSimulator()], (_, _) => null, keepWaveforms: false).Execute().Runs[0];
        var ours = run.Measured.Select(m => (m.Name, Value: m.Value!.Value))
            .Concat(run.Harmonics.SelectMany(t => t.Harmonics.Prepend(new(0, 0, t.Constant, 0)).Select(h => (Name: $"{t.Name}[{h.Number.ToString(CultureInfo.InvariantCulture)}]", Value: h.Magnitude)))).ToDictionary(m => m.Name, m => m.Value);
        Assert.Equal(ours.Keys.Order(), reference.Select(r => r.Name).Order());
        foreach (var (quantity, expected) in reference)
        {
            // Of harmonics, what is lost below a thousandth of the first one is noise of the steps.
            var first = quantity.EndsWith(']') ? reference.First(r => r.Name == quantity[..quantity.IndexOf('[', StringComparison.Ordinal)] + "[1]").Value : 0;
            var tolerance = first == 0 ? MeasureTolerance : quantity.EndsWith("[1]", StringComparison.Ordinal) ? FirstHarmonicTolerance : HarmonicTolerance;
            Close.Equal(expected, ours[quantity], rtol: tolerance, atol: 5e-4 * first, where: $"{name} {quantity}");
        }
    }

    private static List<(string Name, double Value)> Ngspice(string name)
    {
        using var process = Process.Start(new ProcessStartInfo(NgspiceLocation.Find(), ["-n", "-b", Path.Combine(ConformanceCircuit.Folder, name + ".cir")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var values = Measured().Matches(text).Select(m => (m.Groups[1].Value, double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture))).ToList();
        foreach (Match table in Fourier().Matches(text))
        {
            foreach (Match line in Harmonic().Matches(table.Groups[2].Value))
                values.Add(($"{table.Groups[1].Value}[{line.Groups[1].Value}]", double.Parse(line.Groups[2].Value, CultureInfo.InvariantCulture)));
        }

        return values;
    }

    private static string GoldenFile(string name) => Path.Combine(ConformanceCircuit.Folder, name + ".measured");

    [GeneratedRegex(@"^(\w+) +=\s+(-?[0-9.]+e[-+][0-9]+)", RegexOptions.Multiline)]
    private static partial Regex Measured();

    [GeneratedRegex(@"Fourier analysis for (\S+):(.*?)(?=Fourier analysis|\z)", RegexOptions.Singleline)]
    private static partial Regex Fourier();

    [GeneratedRegex(@"^ ([0-9]+) +\S+ +(-?[0-9.e+-]+) ", RegexOptions.Multiline)]
    private static partial Regex Harmonic();
}
