using System.ComponentModel;
using System.Text;
using System.Text.RegularExpressions;
using CircuitSim.Files;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;

namespace CircuitSim.Ngspice;

/// <summary>
/// ngspice as a reference, in a process of its own: the netlist is written by <see cref="SpiceWriter"/> into a private
/// folder, <c>ngspice -n -b -r</c> runs it, the raw file is read back, the folder is deleted. It judges its own
/// answer: a circuit that ngspice could only solve with its gmin is refused as singular. Safe for use from several
/// threads.
/// </summary>
public sealed partial class NgspiceSimulator : ICircuitSimulator
{
    private const string Remedy =
        $"Install it (on Debian: apt install ngspice) or set {NgspiceLocation.Variable} to the path of its executable.";

    /// <summary>What .tf gives for a source that carries no current [Ω].</summary>
    private const double NoCurrent = 1e20;

    private static readonly TimeSpan VersionTimeout = TimeSpan.FromSeconds(30);

    private readonly NgspiceOptions options;
    private readonly Lazy<SimulatorAvailability> availability;

    public NgspiceSimulator(NgspiceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.Executable);
        if (options.Timeout <= TimeSpan.Zero || options.Timeout.TotalMilliseconds > int.MaxValue)
            throw InvalidParameterException.OutOfRange("timeout", options.Timeout.TotalSeconds, "s", "above zero and below 24 days");
        this.options = options;
        availability = new Lazy<SimulatorAvailability>(AskVersion);
    }

    public string Name => "ngspice";

    /// <inheritdoc/>
    /// <remarks>Asks once for each instance.</remarks>
    public SimulatorAvailability FindAvailability() => availability.Value;

    public OperatingPoint SolveOperatingPoint(FlatNetlist netlist, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(netlist);
        var flat = netlist.AskingOperatingPoint();
        return ReadOperatingPoint(RunBatch(flat, cancellationToken), new NgspiceVectors(flat));
    }

    public SimulationStatistics RunDcSweep(FlatNetlist netlist, DcSweepAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(netlist);
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentNullException.ThrowIfNull(sink);
        var flat = netlist.Asking(analysis);
        var sweep = (DcSweepAnalysis)flat.Analyses[0];
        var plot = RequirePlot(RunBatch(flat, cancellationToken), "DC transfer characteristic");
        if (plot.Points != (long)sweep.Points)
            throw ExternalSimulatorException.BadOutput(Name, $"the sweep has {(long)sweep.Points} points, but the raw file holds {plot.Points}.");
        NgspiceWaveforms.Write(flat, plot, AnalysisKind.DcSweep, SweptThings.VectorOf(flat, sweep.Inner), sweep.Outer is { } outer ? SweptThings.VectorOf(flat, outer) : null,
            point => sweep.ValuesAt(point) is var values ? (values[0], values.ElementAtOrDefault(1)) : default, Name, sink);
        return new SimulationStatistics(null, plot.Points);
    }

    public SimulationStatistics RunAc(FlatNetlist netlist, AcAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(netlist);
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentNullException.ThrowIfNull(sink);
        var flat = netlist.Asking(analysis);
        var sweep = ((AcAnalysis)flat.Analyses[0]).Sweep;
        RefuseSwitches(flat, sweep);
        var plot = RequirePlot(RunBatch(flat, cancellationToken), "AC Analysis", isComplex: true);
        if (plot.Points != sweep.Count)
            throw ExternalSimulatorException.BadOutput(Name, $"the analysis has {sweep.Count} frequencies, but the raw file holds {plot.Points}.");
        NgspiceWaveforms.Write(flat, plot, AnalysisKind.SmallSignal, new WaveformVector("frequency", "Hz"), null, point => (sweep.FrequencyAt(point), 0), Name, sink);
        return new SimulationStatistics(null, plot.Points);
    }

    public SimulationStatistics RunNoise(FlatNetlist netlist, NoiseAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(netlist);
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentNullException.ThrowIfNull(sink);
        var asked = netlist.Asking(analysis);
        var noise = (NoiseAnalysis)asked.Analyses[0];
        RefuseSwitches(asked, noise.Sweep);
        // It refuses a source without an AC value, whose magnitude it does not look at.
        var flat = asked.WithoutSaves(e => e switch
        {
            VoltageSource v => v with { Voltage = Driven(v.Voltage, v.Name) },
            CurrentSource i => i with { Current = Driven(i.Current, i.Name) },
            _ => e,
        });
        var plots = RunBatch(flat, cancellationToken);
        RawPlot Plot(string name) => plots.FirstOrDefault(p => p.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)) ?? throw ExternalSimulatorException.BadOutput(Name, $"the raw file lacks '{name}'.");
        double[] Vector(RawPlot plot, string name) => (plot.Find(name) ?? plot.Find($"v({name})") ?? plot.Find($"i({name})"))?.Real ?? throw ExternalSimulatorException.BadOutput(Name, $"the raw file lacks {name}.");
        var (densities, totals) = (Plot("Noise Spectral Density"), Plot("Integrated Noise"));
        if (densities.Points != noise.Sweep.Count)
            throw ExternalSimulatorException.BadOutput(Name, $"the analysis has {noise.Sweep.Count} frequencies, but the raw file holds {densities.Points}.");
        var unit = asked.Elements.Any(e => e is VoltageSource && e.Name.Equals(noise.Source, StringComparison.OrdinalIgnoreCase)) ? "V" : "A";
        var (output, input) = (Vector(densities, "onoise_spectrum"), Vector(densities, "inoise_spectrum"));
        sink.Begin(new WaveformHeader(netlist.Title, AnalysisKind.Noise, new WaveformVector("frequency", "Hz"), [new WaveformVector("onoise_spectrum", "V/√Hz"), new WaveformVector("inoise_spectrum", $"{unit}/√Hz")]));
        for (var point = 0; point < densities.Points; point++)
            sink.Add(noise.Sweep.FrequencyAt(point), [output[point], input[point]]);
        sink.End();
        return new SimulationStatistics(null, densities.Points) { Noise = new NoiseTotals(Vector(totals, "onoise_total")[0], Vector(totals, "inoise_total")[0], unit) };

        SourceShape Driven(SourceShape shape, string name) =>
            shape with { AcMagnitude = name.Equals(noise.Source, StringComparison.OrdinalIgnoreCase) ? 1 : null, AcPhase = null };
    }

    public SimulationStatistics RunTransferFunction(FlatNetlist netlist, TransferFunctionAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(netlist);
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentNullException.ThrowIfNull(sink);
        var asked = netlist.Asking(analysis);
        var tf = (TransferFunctionAnalysis)asked.Analyses[0];
        if (tf.Output is BranchCurrentExpression)
            throw ExternalSimulatorException.Refused(Name, "it has no output resistance of a current in .tf; ask for a voltage.");
        var plot = RequirePlot(RunBatch(asked.WithoutSaves(), cancellationToken), "Transfer Function");
        double Value(string part) => plot.Vectors.FirstOrDefault(v => v.Name.Contains(part, StringComparison.OrdinalIgnoreCase))?.Real[0] ?? throw ExternalSimulatorException.BadOutput(Name, $"the raw file lacks {part}.");
        var isVoltage = asked.Elements.Any(e => e is VoltageSource && e.Name.Equals(tf.Source, StringComparison.OrdinalIgnoreCase));
        sink.Begin(new WaveformHeader(netlist.Title, AnalysisKind.TransferFunction, new WaveformVector("point", ""),
            [new("transfer_function", isVoltage ? "V/V" : "Ω"), new("input_impedance", "Ω"), new("output_impedance", "Ω")]));
        // Of a source without a current its number is that of no resistance.
        var input = Value("input_impedance");
        sink.Add(0, [Value("transfer_function"), input == NoCurrent ? double.PositiveInfinity : input, Value("output_impedance")]);
        sink.End();
        return new SimulationStatistics(null, 1);
    }

    public SimulationStatistics RunSensitivity(FlatNetlist netlist, SensitivityAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(netlist);
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentNullException.ThrowIfNull(sink);
        var flat = netlist.Asking(analysis);
        var sens = (SensitivityAnalysis)flat.Analyses[0];
        var output = sens.Outputs[0];
        if (sens is not { Along: OperatingPointAnalysis or AcAnalysis, Outputs.Count: 1 } || output is not (NodeVoltageExpression or BranchCurrentExpression))
            throw ExternalSimulatorException.Refused(Name, "its .sens is that of one voltage or current, at the operating point or over frequency.");
        if (flat.Elements.FirstOrDefault(e => e is BipolarTransistor) is { } q)
            throw ExternalSimulatorException.Refused(Name, $"its .sens ends in a crash where there is a bipolar transistor, as {q.Name}.");
        var sweep = (sens.Along as AcAnalysis)?.Sweep;
        if (sweep is not null)
            RefuseSwitches(flat, sweep);
        var plot = RequirePlot(RunBatch(flat.WithoutSaves(), cancellationToken), "Sensitivity Analysis", isComplex: sweep is not null);
        var points = sweep?.Count ?? 1;
        if (plot.Points != points)
            throw ExternalSimulatorException.BadOutput(Name, $"the analysis has {points} points, but the raw file holds {plot.Points}.");
        var unit = output is NodeVoltageExpression ? "V" : "A";
        var known = SensitivityParameter.Of(flat, sens).Select(p => (Parameter: p, Vectors: NgspiceSensitivity.VectorsOf(p, flat, sweep is not null).Select(plot.Find).ToList())).Where(p => p.Vectors is [_, ..] && !p.Vectors.Contains(null)).ToList();
        if (known.Count == 0)
            throw ExternalSimulatorException.Refused(Name, "it has no slope by any of the parameters.");
        var outputs = sweep is null ? [output] : new Expression[] { new PhasorExpression(PhasorPart.Real, output), new PhasorExpression(PhasorPart.Imaginary, output) };
        var all = outputs.SelectMany((o, k) => known.Select(p => (
            Column: new Sensitivity(new WaveformVector(o.ToString(), unit), new WaveformVector(p.Parameter.Name, p.Parameter.Unit), p.Parameter.Value, double.NaN, double.NaN),
            At: (Func<int, double>)(point => p.Vectors.Sum(v => (k == 0 ? v!.Real : v!.Imaginary!)[point]))))).ToList();
        sink.Begin(new WaveformHeader(netlist.Title, AnalysisKind.Sensitivity, sweep is null ? new WaveformVector("point", "") : new WaveformVector("frequency", "Hz"), [.. all.Select(a => a.Column.SlopeVector)]));
        for (var point = 0; point < points; point++)
            sink.Add(sweep?.FrequencyAt(point) ?? 0, [.. all.Select(a => a.At(point))]);
        sink.End();
        return new SimulationStatistics(null, points)
        {
            Sensitivities = sweep is not null ? [] : [.. all.Select(a => a.Column with { Slope = a.At(0), Share = a.At(0) * a.Column.Value / 100 }).OrderByDescending(s => Math.Abs(s.Share))],
        };
    }

    /// <summary>What ngspice has otherwise over frequency.</summary>
    private void RefuseSwitches(FlatNetlist flat, FrequencySweep sweep)
    {
        if (flat.FollowsFrequency)
            throw ExternalSimulatorException.Refused(Name, "its circuit is one for all frequencies, and a value here follows freq; choose the builtin engine.");
        if (sweep is { Spacing: FrequencySpacing.Linear, Count: 2 })
            throw ExternalSimulatorException.Refused(Name, "it takes lin 2 for a single frequency; ask for one, or for three.");
        if (flat.Elements.FirstOrDefault(e => e is VoltageSwitch or CurrentSwitch) is { } s)
            throw ExternalSimulatorException.Refused(Name, $"over frequency it holds {s.Name} off, whatever the operating point says; put the resistance there that the switch has.");
    }

    public SimulationStatistics RunTransient(FlatNetlist netlist, TransientAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(netlist);
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentNullException.ThrowIfNull(sink);
        var flat = netlist.AskingWhole(analysis);
        var stop = ((TransientAnalysis)flat.Analyses[0]).Stop.Number;
        var plot = RequirePlot(RunBatch(flat, cancellationToken), "Transient Analysis");
        var time = plot.Find("time")?.Real ?? throw ExternalSimulatorException.BadOutput(Name, "the raw file lacks time.");
        // Its last time is the stop but for rounding; less means that it gave up.
        if (time.Length == 0 || !(Math.Abs(time[^1] - stop) <= 1e-6 * stop))
            throw ExternalSimulatorException.BadOutput(Name, $"the transient ended at {(time.Length == 0 ? 0 : time[^1])} s instead of {stop} s.");
        NgspiceWaveforms.Write(flat, plot, AnalysisKind.Transient, new WaveformVector("time", "s"), null, point => (time[point], 0), Name, sink);
        return new SimulationStatistics(null, time.Length);
    }

    private RawPlot RequirePlot(IReadOnlyList<RawPlot> plots, string name, bool isComplex = false) =>
        plots is [var plot] && plot.IsComplex == isComplex && plot.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)
            ? plot
            : throw ExternalSimulatorException.BadOutput(
                Name, $"'{name}' was asked for, but the raw file holds {string.Join(", ", plots.Select(p => $"'{p.Name}' of {p.Points} points"))}.");

    /// <summary>Runs a netlist of ours in a private folder; returns the plots of its raw file.</summary>
    private IReadOnlyList<RawPlot> RunBatch(FlatNetlist flat, CancellationToken cancellationToken)
    {
        var text = SpiceWriter.ToText(flat, new SpiceWriterOptions
        {
            Dialect = SpiceDialect.Ngspice,
            // No result shows it: those carry the netlist's own, whatever its characters are.
            Title = "circuit",
            SimulatorOptions = options.SimulatorOptions,
        });
        var folder = CreatePrivateFolder();
        try
        {
            File.WriteAllText(Path.Combine(folder, "circuit.cir"), text, Encoding.ASCII);
            var outcome = Start(["-n", "-b", "-r", "out.raw", "circuit.cir"], folder, cancellationToken);
            ThrowOnComplaint(outcome, flat);
            var raw = Path.Combine(folder, "out.raw");
            if (!File.Exists(raw))
                throw ExternalSimulatorException.BadOutput(Name, $"it wrote no raw file; its last words: {NgspiceMessages.LastWords(outcome)}");
            return RawFile.Read(raw);
        }
        catch (DataFileException e)
        {
            // The path is that of a folder which is about to vanish: only what is wrong is worth reporting.
            throw ExternalSimulatorException.BadOutput(Name, e.Message.Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataFileException.CannotWrite(folder, e);
        }
        finally
        {
            Delete(folder);
        }
    }

    private ProcessOutcome Start(string[] arguments, string folder, CancellationToken cancellationToken)
    {
        try
        {
            return BoundedProcess.Run(options.Executable, arguments, folder, options.Timeout, cancellationToken);
        }
        catch (Win32Exception)
        {
            throw ExternalSimulatorException.Missing(Name, $"ngspice was not found at '{options.Executable}'. {Remedy}");
        }
        catch (TimeoutException)
        {
            throw ExternalSimulatorException.TimedOut(Name, options.Timeout);
        }
    }

    private void ThrowOnComplaint(ProcessOutcome outcome, FlatNetlist netlist)
    {
        // A linear circuit whose matrix is singular once has no solution: what ngspice finds after it through gmin or a
        // pseudo-transient is not an answer of the circuit. A nonlinear one may pass a singular point on its way.
        var isLinear = netlist.Elements.All(e => e.IsLinear);
        if (NgspiceMessages.FindSingular(outcome) is { } unknown && (isLinear || NgspiceMessages.Errors(outcome).Length > 0))
            throw Singular(unknown, new NgspiceVectors(netlist));
        var errors = NgspiceMessages.Errors(outcome);
        if (errors.Length > 0)
            throw ExternalSimulatorException.Refused(Name, errors);
        if (outcome.ExitCode != 0)
            throw ExternalSimulatorException.Crashed(Name, outcome.ExitCode, NgspiceMessages.LastWords(outcome));
    }

    /// <summary>In the spelling of the netlist; ngspice's is lower case, and a branch ends in <c>#branch</c>.</summary>
    private static SingularMatrixException Singular(string unknown, NgspiceVectors vectors)
    {
        const string Branch = "#branch";
        if (!unknown.EndsWith(Branch, StringComparison.OrdinalIgnoreCase))
            return SingularMatrixException.FloatingNode(vectors.Nodes.TryGetValue($"v({unknown})", out var node) ? node.Name : unknown);
        var source = unknown[..^Branch.Length];
        return SingularMatrixException.VoltageLoop(vectors.Currents.TryGetValue($"i({source})", out var element) ? element : source);
    }

    private OperatingPoint ReadOperatingPoint(IReadOnlyList<RawPlot> plots, NgspiceVectors vectors)
    {
        if (plots is not [{ Name: "Operating Point", IsComplex: false, Points: 1 } plot])
        {
            throw ExternalSimulatorException.BadOutput(
                Name, $"one operating point was asked for, but the raw file holds {string.Join(", ", plots.Select(p => $"'{p.Name}' of {p.Points} points"))}.");
        }

        var values = new Dictionary<string, double>(StringComparer.OrdinalIgnoreCase);
        foreach (var vector in plot.Vectors)
            values[vector.Name] = vector.Real[0];
        return new OperatingPoint(
            [.. vectors.Nodes.Values], [.. vectors.Nodes.Keys.Select(v => Require(values, v))],
            [.. vectors.Currents.Values], [.. vectors.Currents.Keys.Select(i => Require(values, i))]);
    }

    private double Require(Dictionary<string, double> values, string vector)
    {
        if (!values.TryGetValue(vector, out var value))
            throw ExternalSimulatorException.BadOutput(Name, $"the raw file lacks {vector}.");
        return double.IsFinite(value) ? value : throw ExternalSimulatorException.BadOutput(Name, $"{vector} is not a finite number.");
    }

    private SimulatorAvailability AskVersion()
    {
        try
        {
            var outcome = BoundedProcess.Run(options.Executable, ["-v"], null, VersionTimeout, CancellationToken.None);
            var version = VersionText().Match(outcome.Output);
            return version.Success
                ? SimulatorAvailability.Available(version.Groups[1].Value)
                : SimulatorAvailability.Unavailable($"'{options.Executable}' does not answer like ngspice. {Remedy}");
        }
        catch (Win32Exception)
        {
            return SimulatorAvailability.Unavailable($"ngspice was not found at '{options.Executable}'. {Remedy}");
        }
        catch (TimeoutException)
        {
            return SimulatorAvailability.Unavailable($"'{options.Executable}' does not answer. {Remedy}");
        }
    }

    private string CreatePrivateFolder()
    {
        try
        {
            if (options.TemporaryFolder is not { } parent)
                return Directory.CreateTempSubdirectory("circuitsim-").FullName;
            var folder = Path.Combine(Path.GetFullPath(parent), $"circuitsim-{Path.GetRandomFileName()}");
            return OperatingSystem.IsWindows()
                ? Directory.CreateDirectory(folder).FullName
                : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataFileException.CannotWrite(options.TemporaryFolder ?? Path.GetTempPath(), e);
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A temporary folder that stays behind must not hide the answer or the failure.
        }
    }

    [GeneratedRegex(@"ngspice-(\d[\w.+-]*)")]
    private static partial Regex VersionText();
}
