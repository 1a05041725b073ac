using CircuitSim.Cosimulation;
using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Experiments.Options;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.ReadOuts;

/// <summary>What all layers of a network gave when they were read through circuits, added to the result of the study whose network it is.</summary>
internal static class NetworkReadOutReport
{
    /// <summary>
    /// Reads with the stages that were asked for and adds, layer by layer, how far every tap is from the ideal chain, and what it comes to
    /// at the outputs; nothing where all stages are ideal.
    /// </summary>
    /// <param name="design">Options of the chain where they are not the run's.</param>
    /// <returns>The result, and the network's outputs; null where all stages are ideal.</returns>
    public static (StudyResult Result, Tensor? Outputs) Run(StudyRun run, StudyResult result, NetworkReadOutCase read, RandomStream random, StudyValues? design = null)
    {
        var stages = StageSet.Parse(run.Get(ReadOutOptions.Stages));
        if (stages.IsIdeal)
            return (result, null);
        var (network, layers) = (read.Mapped.Network, read.Mapped.Layers);
        var chain = new NetworkReadOut(read.Mapped, read.Calibration,
            k => ReadOutOptions.Design(design ?? run.Values, read.InputCodes, layers[k].Weights.Rows, layers[k].Columns, read.AdcBits), random.Child("read-out"));
        double? sampleTime = run.Get(ReadOutOptions.Transient) ? run.Get(ReadOutOptions.SampleTime) : null;
        var (outputs, reads) = run.Steps.Run("Read-out", step => (
            chain.Apply(read.Batch, stages, sampleTime, run.Get(IntegerOption.Jobs), StudySteps.Share<double>(step, p => p), run.CancellationToken),
            Invariant($"{read.Batch.Batch} samples through {(layers.Count == 1 ? "one layer" : $"{layers.Count} layers")}, circuits: {stages}")));

        var ideal = network.Apply(read.Batch);
        var fullScale = ideal.Values.ToArray().Max(Math.Abs);
        var (largest, rms) = Errors(ideal.Values.Span, outputs.Values.Span);
        var taps = reads.SelectMany((own, k) => Taps(network.Matrices[k].Name, own)).ToList();
        var table = ResultTable.Of("read_out_layers", taps,
            ("layer", t => t.Layer), ("tap", t => t.Name), ("unit", t => t.Unit), ("reads", t => t.Reads), ("largest_error", t => t.Largest), ("rms_error", t => t.Rms), ("largest_error_lsb", t => t.Largest / t.Lsb), ("rms_error_lsb", t => t.Rms / t.Lsb));
        var shown = ReadableTable.Of(taps,
            ("layer", t => $"{t.Layer}"), ("tap", t => $"{t.Name}"), ("reads", t => $"{t.Reads}"), ("largest error", t => $"{Quantity(t.Largest, t.Unit)}"), ("largest [LSB]", t => $"{t.Largest / t.Lsb:0.###}"), ("rms [LSB]", t => $"{t.Rms / t.Lsb:0.###}"));
        string[] saturated = [.. reads.SelectMany((own, k) => own.SelectMany(r => r.Saturated).Distinct().Select(note => $"{network.Matrices[k].Name}: {note}"))];
        var scaled = string.Join(", ", chain.ReadOuts.Index().Where(r => r.Item.ConductanceScale != 1).Select(r => Invariant($"by {r.Item.ConductanceScale:G4} in {network.Matrices[r.Index].Name}")));
        string[] scales = scaled.Length > 0 ? [$"Conductances are scaled, {scaled}, so that amplifiers can read them, and wires matter less by as much; a conductance scale of 1 leaves them."] : [];
        var (figures, verdict) = Classes(read, ideal, outputs, fullScale);
        verdict = Invariant($"Read-out ({stages}, {read.AdcBits}-bit ADCs) of {(layers.Count == 1 ? "the only layer" : $"all {layers.Count} layers")}: {verdict}outputs differ by {100 * rms / fullScale:0.##} % of full scale rms, {100 * largest / fullScale:0.##} % at most.");
        result.Report.Heading("The read-out as circuits").Note(verdict);
        foreach (var note in saturated)
            result.Report.Note(note);
        foreach (var (k, own) in chain.ReadOuts.Index())
            result.Report.Paragraph($"{network.Matrices[k].Name}: {ReadOutReport.Scale(own)}");
        result.Report.Table("Each layer's taps against the ideal chain with the same inputs", shown);
        return (result with
        {
            Figures = [.. result.Figures, .. figures.Select(f => (f.Key, (System.Text.Json.Nodes.JsonNode?)f.Value)), ("read_out_rms_output_error", rms / fullScale), ("read_out_largest_output_error", largest / fullScale)],
            Tables = [.. result.Tables, table],
            CsvTables = [.. result.CsvTables, table],
            Shown = [.. result.Shown, shown],
            Remarks = [.. result.Remarks, ("read_out", "", [verdict]), ("read_out_saturated", "Note: ", saturated), ("read_out_scales", "Note: ", scales)],
            Timing = run.Steps.Timing,
        }, outputs);
    }

    private static (IReadOnlyList<(string Key, int Value)> Figures, string Verdict) Classes(NetworkReadOutCase read, Tensor ideal, Tensor outputs, double fullScale)
    {
        if (read.Labels.Count == 0)
            return ([], "");
        var (rule, classes) = (new ClassRule(fullScale), ideal.Count / ideal.Batch);
        int[] Of(Tensor tensor) => [.. Enumerable.Range(0, tensor.Batch).Select(n => rule.Classify(tensor.Values.Span.Slice(n * classes, classes)))];
        var (before, after) = (Of(ideal), Of(outputs));
        int correct = after.Zip(read.Labels).Count(p => p.First == p.Second), idealCorrect = before.Zip(read.Labels).Count(p => p.First == p.Second), changed = before.Zip(after).Count(p => p.First != p.Second);
        return ([("read_out_samples", before.Length), ("read_out_correct", correct), ("read_out_ideal_correct", idealCorrect), ("read_out_changed", changed)],
            Invariant($"{correct} of {before.Length} samples correct, {idealCorrect} with the ideal network, {changed} with another class; "));
    }

    private static IEnumerable<(string Layer, string Name, string Unit, int Reads, double Largest, double Rms, double Lsb)> Taps(string layer, IReadOnlyList<ReadOutRun> reads) =>
        reads.SelectMany(r => r.Taps).GroupBy(t => (t.Name, t.Unit, t.Lsb)).Select(g => (
            layer, g.Key.Name, g.Key.Unit, g.Sum(t => t.Ideal.Length / t.Lines), g.Max(t => t.Largest),
            Math.Sqrt(g.Sum(t => t.Rms * t.Rms * t.Ideal.Length) / g.Sum(t => t.Ideal.Length)), g.Key.Lsb));

    private static (double Largest, double Rms) Errors(ReadOnlySpan<double> ideal, ReadOnlySpan<double> outputs)
    {
        double largest = 0, sum = 0;
        for (var k = 0; k < ideal.Length; k++)
        {
            var error = Math.Abs(outputs[k] - ideal[k]);
            (largest, sum) = (Math.Max(largest, error), sum + error * error);
        }

        return (largest, Math.Sqrt(sum / ideal.Length));
    }

    private static FormattableString Quantity(double value, string unit) => unit.Length > 0 ? $"{SiText.Format(value, unit)}" : (FormattableString)$"{value:0.###}";
}
