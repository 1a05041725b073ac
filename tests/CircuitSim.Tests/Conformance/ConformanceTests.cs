using System.Diagnostics;
using CircuitSim.Engine;
using CircuitSim.Files;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Ngspice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Conformance;

/// <summary>
/// The built-in engine against ngspice, circuit by circuit: directly where ngspice is installed, and through its values
/// stored beside the netlists everywhere. Operating points and sweeps agree to 1e-6 of each value, small signals to 1e-6 in
/// magnitude and 1e-6 rad in phase, noise to 1e-4, slopes by parameters to 1e-5; waveforms to 5e-3 of
/// a vector's largest magnitude at reltol 1e-6 and a tenth of the largest step, and node voltages to 5e-2 as the files are
/// written (reltol 1e-4; the trapezoidal rule lets currents into capacitors ring then): the tolerance shrinks with reltol.
/// </summary>
public class ConformanceTests(ConformanceSummary summary, ITestOutputHelper output) : IClassFixture<ConformanceSummary>
{
    private const double PointTolerance = 1e-6;
    private const double NoiseTolerance = 1e-4;

    /// <summary>ngspice takes its slopes as differences over a millionth of the parameter.</summary>
    private const double SensitivityTolerance = 1e-5;
    private const double TightTolerance = 5e-3;
    private const double WrittenTolerance = 5e-2;

    /// <summary>
    /// Circuits in which one moment decides (a comparator tips, a switch closes): as written, engines differ by a part of
    /// a step in time, and the waveforms by whole edges. Only the tight run compares them.
    /// </summary>
    private static readonly string[] DecidedByAMoment =
        ["tran-schmitt-trigger", "tran-relaxation-oscillator", "tran-sample-hold", "tran-switched-capacitor"];

    public static TheoryData<string> Circuits => [.. ConformanceCircuit.Names];

    public static TheoryData<string> CircuitsWithoutADecidingMoment => [.. ConformanceCircuit.Names.Except(DecidedByAMoment)];

    /// <summary>Operating points without what netlists/README.md says that ngspice reads differently.</summary>
    public static TheoryData<string> PointsThatNgspiceReadsAlike =>
        [.. ConformanceCircuit.Names.Where(name => name.StartsWith("op-", StringComparison.Ordinal)).Except(["op-memristor", "op-bjt-areas"])];

    [Fact]
    public void Corpus_OfCircuits_IsLargeEnoughAndNeverSkipped() => Assert.InRange(ConformanceCircuit.Names.Count(), 60, int.MaxValue);

    [NgspiceTheory]
    [MemberData(nameof(Circuits))]
    [Trait("Category", "slow")]
    public void BuiltIn_AgainstNgspice_Agrees(string name)
    {
        var circuit = ConformanceCircuit.Load(name).Tightened();
        var ngspice = new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() });
        var reference = circuit.Run(ngspice);
        if (Environment.GetEnvironmentVariable("CIRCUITSIM_WRITE_GOLDENS") == "1")
        {
            File.WriteAllText(GoldenFile(name), reference.ToText(
                $"ngspice {ngspice.FindAvailability().Version}, {(circuit.Analysis is TransientAnalysis t ? $"reltol {circuit.Netlist.Options.RelativeTolerance}, largest step {t.MaximumStep}" : "as written")}"));
        }

        AssertAgrees("tight, against ngspice", circuit, circuit.Run(new BuiltInSimulator()), reference, TightTolerance);
    }

    [Theory]
    [MemberData(nameof(Circuits))]
    public void BuiltIn_AgainstStoredValues_Agrees(string name)
    {
        var circuit = ConformanceCircuit.Load(name).Tightened();
        AssertAgrees("tight, against stored values", circuit, circuit.Run(new BuiltInSimulator()), Golden(name), TightTolerance);
    }

    [Theory]
    [MemberData(nameof(CircuitsWithoutADecidingMoment))]
    public void BuiltIn_AsWritten_AgreesToItsOwnTolerance(string name)
    {
        var circuit = ConformanceCircuit.Load(name);
        AssertAgrees("as written, against stored values", circuit, circuit.Run(new BuiltInSimulator()).Voltages(), Golden(name).Voltages(), WrittenTolerance);
    }

    /// <summary>
    /// ngspice on the text of the file, as a user would run it: the other runs compare what SpiceWriter made of what
    /// SpiceReader understood, and would not see a statement that the two simulators read differently.
    /// </summary>
    [NgspiceTheory]
    [MemberData(nameof(PointsThatNgspiceReadsAlike))]
    [Trait("Category", "slow")]
    public void Ngspice_OnTheTextOfTheFile_AgreesWithStoredValues(string name)
    {
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo(NgspiceLocation.Find(), ["-n", "-b", "-r", folder.File("out.raw"), Path.Combine(ConformanceCircuit.Folder, name + ".cir")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using (var process = Process.Start(start)!)
        {
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
        }

        var vectors = RawFile.Read(folder.File("out.raw")).Single().Vectors.ToDictionary(v => v.Name, v => v.Real, StringComparer.OrdinalIgnoreCase);
        var golden = Golden(name).Voltages();
        Assert.NotEmpty(golden.Vectors);
        foreach (var (vector, values) in golden.Vectors)
            Close.Equal(values[0], vectors[vector][0], rtol: PointTolerance, atol: 1e-6, where: $"{name} {vector}");
    }

    private void AssertAgrees(string run, ConformanceCircuit circuit, ConformanceValues actual, ConformanceValues reference, double waveformTolerance)
    {
        var alongTime = circuit.Analysis is TransientAnalysis;
        var isOfRange = alongTime || circuit.Analysis is SensitivityAnalysis { Along: AcAnalysis };
        var (difference, where, plain) = circuit.Analysis is AcAnalysis ? actual.LargestPhasorDifference(reference)
            : circuit.Analysis is NoiseAnalysis ? actual.LargestNoiseDifference(reference)
            : actual.LargestDifference(reference, isOfRange);
        output.WriteLine($"{circuit.Name}: {difference:E2}, {where} {actual.Statistics}");
        var analysis = circuit.Analysis switch { TransientAnalysis => "transient", DcSweepAnalysis => "DC sweep", AcAnalysis => "small signals", NoiseAnalysis => "noise", TransferFunctionAnalysis => "transfer function", SensitivityAnalysis => "sensitivities", _ => "operating point" };
        summary.Add($"{analysis}, {run}", plain, circuit.Name);
        Assert.True(difference <= (alongTime ? waveformTolerance : circuit.Analysis is NoiseAnalysis ? NoiseTolerance : circuit.Analysis is SensitivityAnalysis ? SensitivityTolerance : PointTolerance), $"{circuit.Name}: {difference:E2}, {where}");
    }

    private static ConformanceValues Golden(string name) => ConformanceValues.FromText(File.ReadAllText(GoldenFile(name)));

    private static string GoldenFile(string name) => Path.Combine(ConformanceCircuit.Folder, name + ".golden");
}
