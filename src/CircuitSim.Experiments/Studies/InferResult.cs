using CircuitSim.Emulation;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.LookupTables;
using CircuitSim.Experiments.Reports;
using CircuitSim.Files;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.Studies;

/// <summary>A user's network read through arrays, in words, tables and files.</summary>
internal sealed class InferResult(StudyRun run, InferNetwork subject, InferJudge judge, InferArray[] arrays, ColumnQuantizer[]? quantizers, IReadOnlyList<InferStage> stages, IReadOnlyList<InferBlock> blocks)
{
    public const string OutputsFile = "outputs.npy";

    /// <summary>Points of the figure, at most.</summary>
    private const int MostPoints = 1000;

    /// <summary>Outputs of all inputs, [inputs × …] row-major.</summary>
    private readonly double[] ideal = Joined(judge.Ideal.Select(t => t.Values)), circuit = Joined(blocks.Select(b => new ReadOnlyMemory<double>(b.Outputs)));

    private readonly InferError[] alone = [.. stages.Select((_, k) => blocks.Select(b => b.Alone[k]).Aggregate((a, b) => a + b))];
    private readonly InferError[] along = [.. stages.Select((_, k) => blocks.Select(b => b.Along[k]).Aggregate((a, b) => a + b))];

    /// <summary>Rms error of the wires by themselves, behind column gains where there are any; 0 where there are no wires.</summary>
    public double WiresAlone => stages.ToList().FindLastIndex(s => s.Name is Infer.WiresName or Infer.GainsName) is >= 0 and var k ? alone[k].Rms : 0;

    /// <param name="remedies">What the wires would cost with one thing changed, the least first; none where none was looked for.</param>
    public StudyResult Tell(IReadOnlyList<(string Change, double Rms)> remedies)
    {
        var (whole, inputs) = (along[^1], subject.Inputs.Batch);
        int[] shape = [inputs, .. judge.Ideal[0].Shape.Skip(1)];
        var table = new ResultTable("stages", ["stage", "alone_rms", "alone_largest", "up_to_here_rms", "up_to_here_largest", .. judge.HasLabels ? ["up_to_here_correct"] : Array.Empty<string>()]);
        foreach (var (k, stage) in stages.Index())
            table.Add([stage.Name, alone[k].Rms, alone[k].Largest, along[k].Rms, along[k].Largest, .. judge.HasLabels ? [along[k].Correct] : Array.Empty<object?>()]);
        var shown = ReadableTable.Of(stages.Index(),
            [("stage", s => $"{s.Item.Name}"), ("alone, rms", s => $"{Percent(alone[s.Index].Rms)}"), ("largest", s => $"{Percent(alone[s.Index].Largest)}"),
            ("up to here, rms", s => $"{Percent(along[s.Index].Rms)}"), ("largest", s => $"{Percent(along[s.Index].Largest)}"),
            .. judge.HasLabels ? [("correct", s => $"{along[s.Index].Correct} ({Percent((double)along[s.Index].Correct / inputs)})")] : Array.Empty<(string, Func<(int Index, InferStage Item), FormattableString>)>()]);
        var matrices = subject.Network.Matrices;
        var mapped = ResultTable.Of("arrays", arrays.Index(),
            ("matrix", a => matrices[a.Index].Name), ("rows", a => a.Item.Rows), ("columns", a => a.Item.Layer.Columns), ("largest_input", a => a.Item.Scale),
            ("adc_full_scale_a", a => quantizers?[a.Index].FullScale), ("reads", a => a.Item.IsReadTwice ? 2 : 1));
        var verdict = Invariant($"{inputs} inputs, {judge.Outputs} outputs each: rms error {Percent(whole.Rms)} of full scale, largest {Percent(whole.Largest)}.");
        string[] classes = judge.HasLabels
            ? [Invariant($"{whole.Correct} of {inputs} inputs correct ({Percent((double)whole.Correct / inputs)}), ideal network {judge.IdealCorrect} ({Percent((double)judge.IdealCorrect / inputs)}).")]
            : [];
        string[] notes = [.. Notes(remedies)];
        var report = new HtmlReport($"Outputs of {subject.Describe()} on {arrays.Length switch { 1 => "an array", var n => Invariant($"{n} arrays") }}")
            .Figure(Scatter(), "Every output of the circuit over the ideal one; on the dashed line both are the same. Of many outputs a thousand are drawn.")
            .Table("Error by stage, relative to the largest ideal output", shown);
        foreach (var line in classes.Prepend(verdict).Concat(notes))
            report.Note(line);
        report.Heading("How it was found")
            .Paragraph("Alone: cells at their target conductances and this stage only (column gains: with the wires), against those cells without it; the first stage against the ideal network. Up to here: this stage and all before it, against the ideal network.")
            .Paragraph(Invariant($"The ideal network multiplies in double precision. Each array holds s·W and the bias below it, s the largest magnitude of its inputs, whose row has {SiText.Format(run.Get(Infer.Voltage), "V")}, as the bias row has. Digital parts (decode, bias without a row, activations) are exact. Seed {run.Get(Infer.Seed)}."))
            .Table("Arrays", ReadableTable.Of(arrays.Index(),
                ("matrix", a => $"{matrices[a.Index].Name}"), ("cells", a => $"{a.Item.Rows} × {a.Item.Layer.Columns}"), ("largest input", a => $"{a.Item.Scale:G4}"),
                ("full scale of the ADC", a => $"{(quantizers is null ? "–" : SiText.Format(quantizers[a.Index].FullScale, "A"))}"), ("reads", a => $"{(a.Item.IsReadTwice ? 2 : 1)}")));
        return new StudyResult
        {
            Inputs = HashesOf(run),
            Figures =
            [
                ("inputs", inputs), ("outputs", judge.Outputs), ("full_scale", judge.FullScale), ("rms_error", whole.Rms), ("largest_error", whole.Largest),
                .. judge.HasLabels ? [("ideal_correct", judge.IdealCorrect), ("circuit_correct", whole.Correct)] : Array.Empty<(string, System.Text.Json.Nodes.JsonNode?)>(),
            ],
            Tables = [table, mapped],
            Binaries = [(OutputsFile, Npy(shape, subject.IsOne, circuit)), ("ideal.npy", Npy(shape, subject.IsOne, ideal)), .. run.Get(Infer.Taps) ? [("taps.npz", (Action<Stream>)WriteTaps)] : Array.Empty<(string, Action<Stream>)>()],
            Shown = [shown],
            Remarks = [("verdict", "", [verdict, .. classes]), ("notes", "Note: ", notes)],
            Report = report,
            Timing = run.Steps.Timing,
        };
    }

    private IEnumerable<string> Notes(IReadOnlyList<(string Change, double Rms)> remedies)
    {
        if (subject.Network.Outputs is [var first, _, ..] all)
            yield return Invariant($"The network has {all.Count} outputs; this is the first, {first}.");
        if (arrays.Any(a => a.IsReadTwice))
            yield return "Some inputs are negative, and rows are driven from ground up: those arrays are read twice, the positive inputs and the magnitudes of the negative ones, and the second result is taken off digitally. Rows that can be driven below ground need one read; without an ADC the outputs are the same.";
        var less = remedies.Where(r => r.Rms < WiresAlone).Select(r => $"{r.Change} {Percent(r.Rms)}").ToList();
        if (less.Count > 0)
            yield return Invariant($"The wires alone cost {Percent(WiresAlone)} rms{(stages.Any(s => s.Name == Infer.GainsName) ? " behind the gains" : "")}. They cost less with one thing changed: {string.Join(", ", less)} (first {judge.Ideal[0].Batch} inputs).");
    }

    private System.Xml.Linq.XElement Scatter()
    {
        // Multiples of the golden ratio: even steps could meet the same output of every input.
        var shown = Math.Min(MostPoints, ideal.Length);
        IEnumerable<int> places = ideal.Length > MostPoints ? Enumerable.Range(1, shown).Select(k => (int)(k * 0.6180339887498949 % 1 * ideal.Length)) : Enumerable.Range(0, shown);
        (double, double)[] points = [.. places.Select(k => (ideal[k], circuit[k]))];
        var (least, greatest) = (ideal.Min(), ideal.Max());
        return new LineFigure
        {
            Id = "outputs",
            Description = "Outputs of the circuit over those of the ideal network.",
            XAxis = new FigureAxis("ideal output"),
            YAxis = new FigureAxis("circuit's output"),
            Series = [new FigureSeries("circuit", points, AsRings: true, Meaning: FigureMeaning.Circuit), new FigureSeries("ideal", [(least, least), (greatest, greatest)], ShowPoints: false, Meaning: FigureMeaning.Ideal)],
        }.ToSvg();
    }

    /// <param name="isOne">Whether the first dimension is left out, as it was in the inputs.</param>
    public static Action<Stream> Npy(IReadOnlyList<int> shape, bool isOne, ReadOnlyMemory<double> values) =>
        stream => NpyFile.Write(stream, new NpzArray("", [.. shape.Skip(isOne ? 1 : 0)], values));

    /// <summary>Column currents [reads × columns] of each array, ideal_k_a and circuit_k_a, k from 0.</summary>
    private void WriteTaps(Stream stream) => NpzFile.Write(stream, arrays.SelectMany((a, m) => new[]
    {
        Currents(Invariant($"ideal_{m}_a"), a.Layer.Columns, b => b.Currents[m].Ideal),
        Currents(Invariant($"circuit_{m}_a"), a.Layer.Columns, b => b.Currents[m].Circuit),
    }));

    private NpzArray Currents(string name, int columns, Func<InferBlock, double[]> of)
    {
        var all = Joined(blocks.Select(b => new ReadOnlyMemory<double>(of(b))));
        return new NpzArray(name, [all.Length / columns, columns], all);
    }

    private static double[] Joined(IEnumerable<ReadOnlyMemory<double>> parts)
    {
        var all = new double[parts.Sum(p => p.Length)];
        var start = 0;
        foreach (var part in parts)
        {
            part.CopyTo(all.AsMemory(start));
            start += part.Length;
        }

        return all;
    }

    /// <summary>The files that the options name, by what they hold.</summary>
    internal static IReadOnlyList<(string Name, string Sha256)> HashesOf(StudyRun run) => [.. FilesOf(run).Select(f => (Path.GetFileName(f), Sha256(f)))];

    private static IEnumerable<string> FilesOf(StudyRun run) =>
        ((string[])[.. run.Get(Infer.Weights), .. run.Get(Infer.Bias), run.Get(Infer.Network), run.Get(Infer.Inputs), run.Get(Infer.Labels), TableFolder.FileOf(run.Get(Infer.Table))]).Where(f => f.Length > 0);

    private static string Sha256(string file) => DataFileException.Reading(file, () =>
    {
        using var stream = File.OpenRead(file);
        return Files.Sha256.TextOf(stream);
    });

    internal static string Percent(double share) => Invariant($"{100 * share:0.###} %");
}
