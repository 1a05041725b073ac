using System.Text.Json.Nodes;
using CircuitSim.Cosimulation;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Options;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.ReadOuts;

/// <summary>What a read through circuits found, added to the result of the study whose network it read.</summary>
internal static class ReadOutReport
{
    /// <summary>Reads with the stages that were asked for, and adds what came out.</summary>
    public static StudyResult Run(StudyRun run, StudyResult result, ReadOutCase read)
    {
        var stages = read.ReadOut.Require(StageSet.Parse(run.Get(ReadOutOptions.Stages)));
        var found = run.Steps.Run("Read-out", step => (
            run.Get(ReadOutOptions.Transient)
                ? read.ReadOut.RunInTime(read.Inputs, stages, run.Get(ReadOutOptions.SampleTime), isQuantized: true, run.Get(IntegerOption.Jobs), StudySteps.Share<double>(step, p => p), run.CancellationToken)
                : read.ReadOut.RunAtRest(read.Inputs, stages, isQuantized: true, run.Get(IntegerOption.Jobs), StudySteps.Share<double>(step, p => p), run.CancellationToken),
            Invariant($"{read.Images.Count} images, circuits: {stages}")));
        return AddRun(result, read, stages, found) with { Timing = run.Steps.Timing };
    }

    /// <summary>Adds taps, the picture of the chain and the classes of one run.</summary>
    private static StudyResult AddRun(StudyResult result, ReadOutCase read, StageSet stages, ReadOutRun run)
    {
        var (chain, predictions) = (read.ReadOut, read.Classify(run.Outputs));
        var table = ResultTable.Of("read_out_taps", run.Taps,
            ("tap", t => t.Name), ("unit", t => t.Unit), ("lines", t => t.Lines), ("largest_error", t => t.Largest), ("rms_error", t => t.Rms), ("largest_error_lsb", t => t.LargestInLsb), ("rms_error_lsb", t => t.RmsInLsb));
        var shown = ReadableTable.Of(run.Taps,
            ("tap", t => $"{t.Name}"), ("largest error", t => $"{Quantity(t.Largest, t.Unit)}"), ("rms error", t => $"{Quantity(t.Rms, t.Unit)}"), ("largest [LSB]", t => $"{t.LargestInLsb:0.###}"), ("rms [LSB]", t => $"{t.RmsInLsb:0.###}"));
        result.Report.Heading("The read-out as circuits")
            .Paragraph(Scale(chain))
            .Figure(Chain(chain, stages, run), "The chain of the read: filled stages are circuits. Below each tap how far it is from the ideal chain, in its unit and in LSB of the ADC; bars show the largest error on one scale.");
        foreach (var note in run.Saturated)
            result.Report.Note(note);
        if (run.Timing is { } timing)
            result = AddTiming(result, read, timing);
        result.Report.Table($"Taps, ideal against circuit, {read.Images.Count} images", shown)
            .Paragraph(Invariant($"Classes: {predictions.Correct} of {read.Images.Count} images correct, {read.Emulator.Correct} with the ideal network; {predictions.CountDifferences(read.Emulator)} images have another class."));
        return result with
        {
            Figures = [.. result.Figures, .. Figures(chain), ("read_out_correct", predictions.Correct), ("read_out_changed", predictions.CountDifferences(read.Emulator))],
            Tables = [.. result.Tables, table],
            CsvTables = [.. result.CsvTables, table],
            Shown = [.. result.Shown, shown],
            Remarks =
            [
                .. result.Remarks,
                (null, "", [Scale(chain)]),
                ("read_out", "", [Invariant($"Read-out ({stages}): {predictions.Correct} of {read.Images.Count} images correct, ideal network {read.Emulator.Correct}; {predictions.CountDifferences(read.Emulator)} with another class.")]),
                ("read_out_saturated", "Note: ", run.Saturated),
            ],
        };
    }

    private static StudyResult AddTiming(StudyResult result, ReadOutCase read, ReadOutTiming timing)
    {
        var settled = ResultTable.Of("read_out_settling", timing.Settled, ("tap", t => t.Name), ("settled_s", t => t.Time));
        var energy = ResultTable.Of("read_out_energy", timing.Energy, ("stage", e => NameOf(e.Stage)), ("energy_j", e => e.Energy));
        var shown = ReadableTable.Of(timing.Settled, ("tap", t => $"{t.Name}"), ("slowest line of the slowest image settled after", t => $"{SiText.Format(t.Time, "s")}"));
        var spent = ReadableTable.Of(timing.Energy, ("stage", e => $"{NameOf(e.Stage)}"), ("energy an image", e => $"{SiText.Format(e.Energy, "J")}"));
        var last = timing.Settled.Where(t => t.Behind != ReadOutStage.SampleHold).MaxBy(t => t.Time);
        var counted = timing.Energy.Any(e => e.Stage == ReadOutStage.Adc) ? "of the converters what their references deliver" : "converters not counted";
        var verdict = (timing.Unsettled.Count > 0
            ? $"The {last.Name} settles last: it still moved by more than ½ LSB after {SiText.Format(timing.EarliestSample, "s")}, and when it settles this read is too short to say."
            : $"The {last.Name} settles last: {read.Images.Count} images may be sampled from {SiText.Format(timing.EarliestSample, "s")} on with less than ½ LSB left to settle.") + $" An image takes {SiText.Format(timing.Energy.Sum(e => e.Energy), "J")}, {counted}.";
        result.Report.Note(verdict);
        foreach (var note in timing.Unsettled)
            result.Report.Note(note);
        result.Report.Table("Settling to ½ LSB behind the change of the inputs", shown).Table($"Energy from the sources of each stage, average of an image; {counted}", spent);
        return result with
        {
            Figures = [.. result.Figures, ("earliest_sampling_time_s", timing.EarliestSample), ("energy_per_image_j", timing.Energy.Sum(e => e.Energy)), ("steps_per_image", timing.Steps)],
            Tables = [.. result.Tables, settled, energy],
            CsvTables = [.. result.CsvTables, settled, energy],
            Shown = [.. result.Shown, shown, spent],
            Remarks = [.. result.Remarks, ("read_out_timing", "", [verdict]), ("read_out_unsettled", "Note: ", timing.Unsettled)],
        };
    }

    /// <summary>The scale of the conductances and what follows from it, in one sentence.</summary>
    public static string Scale(ReadOut chain) => Invariant(
        $"Conductances times {chain.ConductanceScale:G4}: full scale {SiText.Format(chain.FullScaleCurrent, "A")} a column, so R_f = {SiText.Format(chain.FeedbackResistance, "Ω")} for {SiText.Format(chain.Design.FullScaleVoltage, "V")}; one LSB of the {chain.Design.AdcBits}-bit ADC is {SiText.Format(chain.Lsb, "V")}.");

    public static IEnumerable<(string Key, JsonNode? Value)> Figures(ReadOut chain) =>
    [
        ("conductance_scale", chain.ConductanceScale),
        ("full_scale_current_a", chain.FullScaleCurrent),
        ("feedback_resistance_ohm", chain.FeedbackResistance),
        ("adc_lsb_v", chain.Lsb),
    ];

    private static FormattableString Quantity(double value, string unit) => unit.Length > 0 ? $"{SiText.Format(value, unit)}" : (FormattableString)$"{value:0.###}";

    private static System.Xml.Linq.XElement Chain(ReadOut chain, StageSet stages, ReadOutRun run) => new ChainFigure
    {
        Id = "read_out_chain",
        Description = "The stages of the read, which of them are circuits, and the error behind each.",
        Stages = [.. chain.Stages.Select(stage =>
        {
            var tap = run.Taps.LastOrDefault(t => t.Behind == stage);
            return new ChainStage(NameOf(stage), chain.Describe(stage), stages.Has(stage), tap?.Name,
                tap is null ? [] : [Invariant($"±{Quantity(tap.Largest, tap.Unit).ToString(System.Globalization.CultureInfo.InvariantCulture)}"), Invariant($"{tap.LargestInLsb:0.##} LSB (rms {tap.RmsInLsb:0.##})")], tap?.LargestInLsb ?? 0);
        })],
    }.ToSvg();

    public static string NameOf(ReadOutStage stage) => stage switch
    {
        ReadOutStage.Dac => "DAC",
        ReadOutStage.Driver => "driver",
        ReadOutStage.Array => "array",
        ReadOutStage.Tia => "TIA",
        ReadOutStage.Subtractor => "subtractor",
        ReadOutStage.SampleHold => "sample-and-hold",
        _ => "ADC",
    };
}
