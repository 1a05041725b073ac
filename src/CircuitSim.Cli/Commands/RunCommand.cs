using System.CommandLine;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Examples;
using CircuitSim.Experiments.Runs;
using CircuitSim.Files;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Results.Spectra;
using CircuitSim.Netlists.Spice;
using CircuitSim.Numerics;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim run</c>: every analysis of a SPICE netlist.</summary>
internal static class RunCommand
{
    private const string Description = """
        Run every analysis in a SPICE netlist and print a summary, the operating point and its measurements.
        Without a file, list the examples. The dialect is described in netlists/README.md.

        Examples:
          circuitsim run netlists/arrays/read-2x2.cir
          circuitsim run netlists/conformance/tran-halfwave-rectifier.cir --out results/rectifier --format csv --plot
          circuitsim run netlists/conformance/tran-inverter-chain.cir --engine all
          circuitsim run netlists/tolerances/divider.cir --set rl=2k
          circuitsim run netlists/tolerances/divider.cir --runs 500 --out results/divider --plot
          circuitsim run netlists/conformance/ac-rc-lowpass.cir --dialect ltspice
        """;

    private static readonly string[] Dialects = [.. Dialect.All.Select(d => d.Name.ToLowerInvariant())];

    /// <summary>Values of an operating point that a terminal shows; the file has all of them.</summary>
    private const int MostValues = 60;

    /// <summary>Lines of a spectrum that a terminal shows.</summary>
    private const int MostLines = 30;

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string?>("file") { Description = "The netlist.", Arity = ArgumentArity.ZeroOrOne };
        var engine = CommonOptions.Engine(ICircuitSimulator.BuiltIn, "Simulator; several are compared");
        var ngspice = CommonOptions.Ngspice();
        var output = new Option<string?>("--out") { Description = "Folder for waveforms, a file for each analysis (and engine, if there are several); nothing is written without it, --format or --plot.", HelpName = "folder" };
        var format = CommonOptions.Choice<string?>("--format", "Waveform files: raw (ngspice's, binary), csv or npz. Default with --out: raw.", null, ["raw", "csv", "npz"]);
        var plot = new Option<bool>("--plot") { Description = "Write the waveforms as figures, too (waveforms.html)." };
        var allowInclude = new Option<bool>("--allow-include") { Description = "Let .include and .lib read files outside the netlist's folder." };

        var strict = new Option<bool>("--strict") { Description = "Refuse statements and options that are without effect here, in place of one note." };

        var dialect = CommonOptions.Choice<string?>("--dialect", $"Whose netlist it is, where simulators read one word differently: {string.Join(", ", Dialects)}. Default: ngspice, with notes on what others would read.", null, Dialects);

        var set = new Option<string[]>("--set") { Description = "A parameter of the netlist (.param) in place of its own value, e.g. --set rload=2k; or an element's, as .step names it: r1=2k, m1:w=4u, temp=85. May be given again.", HelpName = "name=number" };
        var runs = CommonOptions.OptionalInteger("--runs", "Run everything so many times, drawing the random functions (agauss, unif, mc …) of the netlist anew each time, up to 100,000; without it they are their nominal values.");
        var number = CommonOptions.OptionalInteger("--run", "Only this one of many runs, with all its waveforms.").NotWith(runs);
        var seed = CommonOptions.Seed(1);
        var jobs = CommonOptions.Jobs();
        SpiceReading Read(ParseResult parsed, string path)
        {
            FirstCollection.PostponeFor(path);
            var reading = NetlistFile.Read(path, parsed.GetValue(allowInclude), parsed.GetValue(strict), parsed.GetValue(dialect) is { } name ? Dialect.Of(name) : null);
            if (parsed.GetValue(set) is not { Length: > 0 } changes)
                return reading;
            var changed = StepPlan.Changed(reading.Netlist, changes);
            return reading with { Netlist = changed, Flat = changed.Steps.Count > 0 ? reading.Flat : changed.Flatten() };
        }

        var command = new CheckedCommand("run", Description) { file, engine, ngspice, output, format, plot, allowInclude, strict, dialect, set, runs, number, seed, jobs };
        command.Check = parsed => Read(parsed, parsed.GetValue(file) ?? throw InvalidParameterException.Because("file", "run needs the file of a netlist.")).Files;
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () => parsed.GetValue(file) is { } path
                ? Run(path, Read(parsed, path), new Settings(parsed.GetValue(engine)!, parsed.GetValue(ngspice), parsed.GetValue(output), parsed.GetValue(format), parsed.GetValue(plot))
                {
                    Runs = parsed.GetValue(runs),
                    Number = parsed.GetValue(number),
                    Seed = parsed.GetValue(seed),
                    Jobs = parsed.GetValue(jobs),
                }, folder => SharedOptions.Folder(terminal, parsed, folder, "run"), terminal, cancellationToken)
                : ListExamples(terminal),
            cancellationToken));
        return command;
    }

    private sealed record Settings(string Engine, string? Ngspice, string? Output, string? Format, bool Plot)
    {
        public int? Runs { get; init; }

        public int? Number { get; init; }

        public ulong Seed { get; init; }

        public int Jobs { get; init; }
    }

    private static int Run(string path, SpiceReading reading, Settings settings, Func<string?, ResultFolder?> prepare, Terminal terminal, CancellationToken cancellationToken)
    {
        var (source, netlist, notes) = reading;
        var draws = settings.Runs is not null || settings.Number is not null;
        foreach (var note in notes.Where(n => !draws || !n.Contains(SpiceReading.NominalNote, StringComparison.Ordinal)))
            terminal.Remark($"{note}");
        if (reading.Resembled is { } other)
            terminal.Remark($"--dialect {other.Name.ToLowerInvariant()} reads it as {other.Name} does.");
        RequireRuns(settings, netlist);
        if (netlist.IsRandom)
        {
            source = source with { Run = new RandomRun(settings.Seed, settings.Number ?? 0) };
            netlist = source.Steps.Count > 0 ? netlist : source.Flatten();
        }

        var simulators = Simulators.SelectAvailable(settings.Engine, settings.Ngspice, terminal);
        var wantsFiles = settings.Output is not null || settings.Format is not null || settings.Plot;
        using var folder = prepare(wantsFiles ? settings.Output ?? Path.Combine("results", Path.GetFileNameWithoutExtension(path)) : null);
        if (source.Steps.Count > 0 || settings.Runs is not null)
            return RunSteps(path, source, settings, simulators, folder, terminal, cancellationToken);
        using var files = new WaveformFiles(wantsFiles ? folder : null, settings.Format ?? "raw", namesEngines: simulators.Count > 1);
        var ranges = folder is null ? null : new WaveformRanges(files.Open);
        var run = new NetlistRun(netlist, simulators, ranges is null ? files.Open : ranges.Open, keepWaveforms: settings.Plot || settings.Format == "npz");
        var (runs, failures) = run.Execute(cancellationToken);
        Render(netlist, runs, terminal);
        if (folder is not null)
        {
            files.Finish(runs, failures);
            new ReadResults(Path.GetFileName(path), runs, failures, ranges?.Table()).Write(folder);
            if (settings.Plot)
                folder.Write("waveforms.html", WaveformPage.Html(netlist, runs));
            cancellationToken.ThrowIfCancellationRequested();
            terminal.Written("Written", folder.Commit());
        }

        foreach (var failure in failures)
            terminal.Fault($"{failure.Name} on {failure.Simulator}: {failure.Fault.Message}");
        return failures.Count > 0 ? ExitCode.Of(failures[0].Fault) : ExitCode.Ok;
    }

    private static void RequireRuns(Settings settings, FlatNetlist netlist)
    {
        if ((settings.Runs ?? settings.Number) is not { } count)
            return;
        var option = settings.Runs is null ? "--run" : "--runs";
        InvalidParameterException.Require(count is >= 1 and <= StepPlan.MostRuns, option, count, "", $"a whole number from 1 to {StepPlan.MostRuns}");
        if (!netlist.IsRandom)
            throw InvalidParameterException.Because(option, "the netlist has no random value, so that all runs are the same; write agauss, unif, mc or another random function, or leave the option out.");
    }

    /// <summary>All runs of a .step, or of random values, as one table.</summary>
    private static int RunSteps(string path, Netlist source, Settings settings, IReadOnlyList<ICircuitSimulator> simulators, ResultFolder? folder, Terminal terminal, CancellationToken cancellationToken)
    {
        if (settings.Format == "raw")
            throw InvalidParameterException.Because("--format", "many runs are written as one table; take csv or npz, of which --out writes both.");
        SteppedRunResult result;
        var random = settings.Runs is { } count ? new RandomRuns(settings.Seed, count) : null;
        using (var step = new TerminalProgress(terminal).Begin(random is null ? "Runs of .step" : "Runs"))
            result = new SteppedRun(source, simulators, keepWaveforms: folder is { FullPath.Length: > 0 } && random is null) { Random = random, Jobs = settings.Jobs }.Execute((done, all) => step.Report((double)done / all), cancellationToken);
        terminal.WriteParagraph(source.Title);
        var several = simulators.Count > 1;
        if (random is not null)
            RenderSummary(result, several, terminal);
        else
            RenderRows(result, several, terminal);
        if (result.Quantities.Count == 0)
            terminal.Remark("note: these runs have curves and no single numbers: --out writes the points of all of them, and .measure makes numbers of them, for this table.");
        if (folder is not null)
        {
            result.Write(folder, Path.GetFileName(path), settings.Jobs);
            if (settings.Plot)
                folder.Write("waveforms.html", result.Html(source.Title));
            cancellationToken.ThrowIfCancellationRequested();
            terminal.Written("Written", folder.Commit());
        }

        if (random is not null)
            terminal.WriteLine(FormattableString.Invariant($"Again: circuitsim run {path} --run 1 --seed {random.Seed}"));
        foreach (var failure in result.Failures)
            terminal.Fault($"{failure.Name} on {failure.Simulator}: {failure.Fault.Message}");
        return result.Failures.Count > 0 ? ExitCode.Of(result.Failures[0].Fault) : ExitCode.Ok;
    }

    /// <summary>The distribution of every quantity.</summary>
    private static void RenderSummary(SteppedRunResult result, bool several, Terminal terminal) => terminal.Write(
        [.. result.Steps.Select(s => s.Title), .. several ? ["engine"] : Array.Empty<string>(), "quantity", "runs", "mean", "σ", "least", "5 %", "median", "95 %", "greatest"],
        result.Summaries().Take(MostValues).Select(s => (IReadOnlyList<string>)[
            .. s.At.Select(v => SiText.Format(v, "")), .. several ? [s.Simulator] : Array.Empty<string>(), s.Quantity.Name, FormattableString.Invariant($"{s.Runs - s.Failed}"),
            .. new[] { s.Mean, s.Deviation, s.Least, s.Quantiles[1], s.Quantiles[3], s.Quantiles[5], s.Greatest }.Select(v => double.IsNaN(v) ? "–" : SiText.Format(v, s.Quantity.Unit))]));

    private static void RenderRows(SteppedRunResult result, bool several, Terminal terminal)
    {
        var rows = result.Rows;
        var shown = Math.Min(rows.Count, MostValues);
        terminal.Write([.. result.Steps.Select(s => s.Title), .. several ? ["engine"] : Array.Empty<string>(), .. result.Quantities.Select(q => q.Name)], Enumerable.Range(0, shown).Select(k =>
        {
            var row = rows[shown < 2 ? 0 : (int)((long)k * (rows.Count - 1) / (shown - 1))];
            return (IReadOnlyList<string>)[
                .. row.At.Select(v => SiText.Format(v, "")), .. several ? [row.Simulator] : Array.Empty<string>(),
                .. result.Quantities.Select(q => SteppedRunResult.Value(row, q) is { } value ? SiText.Format(value, q.Unit) : "failed")];
        }));
        if (shown < rows.Count)
            terminal.WriteLine(FormattableString.Invariant($"{shown} of {rows.Count} runs; --out writes all of them."));
    }

    private static void Render(FlatNetlist netlist, IReadOnlyList<AnalysisRun> runs, Terminal terminal)
    {
        terminal.WriteParagraph(netlist.Title);
        terminal.Write(["analysis", "engine", "unknowns", "points", "accepted steps", "rejected steps", "Newton iterations", "time"], runs.Select(r =>
            (IReadOnlyList<string>)[
                r.Name, r.Simulator, Count(r.Statistics.Unknowns), Count(r.Statistics.Points), Count(r.Statistics.AcceptedSteps),
                Count(r.Statistics.RejectedSteps), Count(r.Statistics.NewtonIterations), SiText.Format(r.Seconds, "s")]));
        foreach (var run in runs.Where(r => r is { Kind: AnalysisKind.OperatingPoint or AnalysisKind.TransferFunction, Differences.Count: 0, Waveforms: not null }))
        {
            var vectors = run.Waveforms!.Header.Vectors;
            terminal.Write(["quantity", "value"], vectors.Take(MostValues).Select(v =>
                (IReadOnlyList<string>)[v.Name, SiText.Format(run.Waveforms[v.Name][0], v.Unit)]));
            if (vectors.Count > MostValues)
                terminal.WriteLine(FormattableString.Invariant($"… and {vectors.Count - MostValues} more; --out writes all of them."));
        }

        foreach (var run in runs.Where(r => r is { Statistics.Sensitivities.Count: > 0, Differences.Count: 0 }))
        {
            foreach (var output in run.Statistics.Sensitivities.GroupBy(s => s.Output))
            {
                terminal.Write([$"{run.Name}: {output.Key.Name}", "value", "slope", "per % of it"], output.Take(MostValues).Select(s =>
                    (IReadOnlyList<string>)[s.Parameter.Name, SiText.Format(s.Value, s.Parameter.Unit), SiText.Format(s.Slope, s.SlopeVector.Unit), SiText.Format(s.Share, output.Key.Unit)]));
                if (output.Count() > MostValues)
                    terminal.WriteLine(FormattableString.Invariant($"… and {output.Count() - MostValues} weaker ones; --out writes all of them."));
            }
        }

        var totals = runs.Where(r => r.Statistics.Noise is not null).Select(r => (IReadOnlyList<string>)[
            r.Name, r.Simulator, SiText.Format(r.Statistics.Noise!.Output, "V"), SiText.Format(r.Statistics.Noise.Input, r.Statistics.Noise.InputUnit)]).ToList();
        if (totals.Count > 0)
            terminal.Write(["total noise (rms)", "engine", "at the output", "referred to the input"], totals);
        foreach (var run in runs)
        {
            foreach (var table in run.Printed)
                RenderPrint(table, runs.Any(r => r.Simulator != run.Simulator) ? $"{run.Name} on {run.Simulator}" : run.Name, terminal);
        }

        foreach (var run in runs)
        {
            var where = runs.Any(r => r.Simulator != run.Simulator) ? $"{run.Name} on {run.Simulator}" : run.Name;
            foreach (var harmonics in run.Harmonics)
                RenderHarmonics(harmonics, where, terminal);
            foreach (var spectrum in run.Spectra)
                RenderSpectrum(spectrum, where, terminal);
        }

        var measured = runs.SelectMany(r => r.Measured.Select(m => (IReadOnlyList<string>)[
            m.Name, r.Name, r.Simulator, m.Value is { } value ? SiText.Format(value, m.Unit) : $"failed: {m.Why}"])).ToList();
        if (measured.Count > 0)
            terminal.Write(["measurement", "analysis", "engine", "value"], measured);
        foreach (var run in runs.Where(r => r.Differences.Count > 0))
        {
            terminal.WriteParagraph($"{run.Name}: {runs.First(r => r.Name == run.Name).Simulator} against {run.Simulator}");
            terminal.Write(["quantity", "largest difference", "at", "largest value"], run.Differences.Select(d =>
                (IReadOnlyList<string>)[
                    d.Name, SiText.Format(d.Largest, d.Unit),
                    run.Kind is AnalysisKind.OperatingPoint or AnalysisKind.TransferFunction ? "" : SiText.Format(d.Axis, run.Waveforms!.Header.Axis.Unit), SiText.Format(d.Swing, d.Unit)]));
        }
    }

    /// <summary>The quantities of one point below each other; of an axis, a line for each point, and not more than a screen takes.</summary>
    private static void RenderPrint(PrintedTable table, string analysis, Terminal terminal)
    {
        if (table.Axis.Name == "point")
        {
            terminal.Write([$".print {analysis}", "value"], table.Rows.SelectMany(row => table.Columns.Zip(row, (column, value) =>
                (IReadOnlyList<string>)[column.Name, SiText.Format(value, column.Unit)])));
            return;
        }

        var shown = Math.Min(table.Rows.Count, MostValues);
        terminal.Write([$".print {analysis}: {table.Axis.Name}", .. table.Columns.Select(c => c.Name)], Enumerable.Range(0, shown).Select(k =>
        {
            // The first point, the last one, and those between them at equal distances in number.
            var at = shown < 2 ? 0 : (int)((long)k * (table.Rows.Count - 1) / (shown - 1));
            return (IReadOnlyList<string>)[SiText.Format(table.Places[at], table.Axis.Unit), .. table.Columns.Zip(table.Rows[at], (column, value) => SiText.Format(value, column.Unit))];
        }));
        if (shown < table.Rows.Count)
            terminal.WriteLine(FormattableString.Invariant($"{shown} of {table.Rows.Count} points; --out writes all of them."));
    }

    private static void RenderHarmonics(HarmonicTable table, string analysis, Terminal terminal)
    {
        terminal.WriteParagraph($"Harmonics of {table.Name} ({analysis}): constant {SiText.Format(table.Constant, table.Unit)}, total harmonic distortion {(table.Distortion is { } thd ? SiText.Format(thd, "%") : "none: there is no first harmonic")}");
        var first = table.Harmonics.Count > 0 ? table.Harmonics[0] : null;
        terminal.Write(["harmonic", "frequency", "magnitude", "phase", "part of the first", "phase less the first"], table.Harmonics.Select(h =>
            (IReadOnlyList<string>)[
                FormattableString.Invariant($"{h.Number}"), SiText.Format(h.Frequency, "Hz"), SiText.Format(h.Magnitude, table.Unit), SiText.Format(h.Phase, "°"),
                first!.Magnitude > 0 ? FormattableString.Invariant($"{h.Magnitude / first.Magnitude:G6}") : "–", SiText.Format(h.Phase - first.Phase, "°")]));
    }

    /// <summary>The figures, and the largest lines.</summary>
    private static void RenderSpectrum(Spectrum spectrum, string analysis, Terminal terminal)
    {
        static string Text(double? value, string unit) => value is { } v ? SiText.Format(v, unit) : "–";
        terminal.WriteParagraph($"Spectrum of {spectrum.Name} ({analysis}): signal at {SiText.Format(spectrum.Signal * spectrum.Spacing, "Hz")}, lines every {SiText.Format(spectrum.Spacing, "Hz")}");
        terminal.Write(["SNDR", "ENOB", "SNR", "THD", "SFDR"], [[
            Text(spectrum.SignalToNoiseAndDistortion(), "dB"), Text(spectrum.EffectiveBits(), "bit"), Text(spectrum.SignalToNoise(), "dB"), Text(spectrum.Distortion(), "dB"), Text(spectrum.SpuriousFreeRange(), "dB")]]);
        var largest = spectrum.Coefficients.Index().OrderByDescending(c => c.Item.Magnitude).Take(MostLines).OrderBy(c => c.Index).ToList();
        var most = largest.Max(c => c.Item.Magnitude);
        terminal.Write(["frequency", "magnitude", "phase", "part of the largest"], largest.Select(c => (IReadOnlyList<string>)[
            SiText.Format(c.Index * spectrum.Spacing, "Hz"), SiText.Format(c.Item.Magnitude, spectrum.Unit), SiText.Format(double.RadiansToDegrees(c.Item.Phase), "°"),
            most > 0 ? FormattableString.Invariant($"{c.Item.Magnitude / most:G6}") : "–"]));
        if (largest.Count < spectrum.Coefficients.Count)
            terminal.WriteLine(FormattableString.Invariant($"The {largest.Count} largest of {spectrum.Coefficients.Count} lines; --out writes all of them."));
    }

    private static string Count(long? value) => value is { } n ? FormattableString.Invariant($"{n:#,0}") : "–";

    private static int ListExamples(Terminal terminal)
    {
        terminal.Write(["example", "title"], ExampleTable.All.SelectMany(e => e.Files).Where(f => f.Path.EndsWith(".cir", StringComparison.Ordinal))
            .OrderBy(f => f.Path, StringComparer.Ordinal).Select(f => (IReadOnlyList<string>)[f.Path, f.FirstLine]));
        terminal.Remark("Where such a file is not, 'circuitsim examples copy NAME' writes it.");
        return ExitCode.Ok;
    }

    /// <summary>The waveform files of one run, in the result folder's staging area.</summary>
    /// <param name="folder">Null writes nothing.</param>
    /// <param name="namesEngines">Whether several engines ran, each with files of its own.</param>
    private sealed class WaveformFiles(ResultFolder? folder, string format, bool namesEngines) : IDisposable
    {
        private readonly List<IDisposable> open = [];

        public IWaveformSink? Open(string analysis, string engine)
        {
            if (folder is null || format == "npz")
                return null;
            var stream = folder.OpenWrite(NameOf(analysis, engine));
            open.Add(stream);
            if (format == "raw")
                return new RawWaveformFile(stream);
            var writer = new StreamWriter(stream);
            open.Add(writer);
            return new CsvWaveformFile(writer);
        }

        public void Finish(IReadOnlyList<AnalysisRun> runs, IReadOnlyList<AnalysisFailure> failures)
        {
            Dispose();
            if (folder is null || format != "npz")
                return;
            var kept = runs.Select(r => (r.Name, r.Simulator, r.Waveforms)).Concat(failures.Select(f => (f.Name, f.Simulator, f.Waveforms)));
            foreach (var (name, simulator, waveforms) in kept)
            {
                if (waveforms is null)
                    continue;
                using var stream = folder.OpenWrite(NameOf(name, simulator));
                NpzFile.Write(stream, waveforms.Header.Vectors.Select(v => new NpzArray(v.Name, [waveforms.Points], waveforms[v.Name].ToArray()))
                    .Prepend(new NpzArray(waveforms.Header.Axis.Name, [waveforms.Points], waveforms.Axis.ToArray())));
            }
        }

        public void Dispose()
        {
            // Writers before the streams under them.
            for (var k = open.Count - 1; k >= 0; k--)
                open[k].Dispose();
            open.Clear();
        }

        private string NameOf(string analysis, string engine) => namesEngines ? $"{analysis}-{engine}.{format}" : $"{analysis}.{format}";
    }
}
