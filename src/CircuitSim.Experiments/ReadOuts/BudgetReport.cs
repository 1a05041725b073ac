using CircuitSim.Cosimulation;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Reports;
using static System.FormattableString;

namespace CircuitSim.Experiments.ReadOuts;

/// <summary>An error budget as a result: who spoils the read, by how much, and whether the sum of the parts is the whole.</summary>
internal static class BudgetReport
{
    private static readonly string[] Ways = ["alone", "without", "along"];

    private static readonly string[] Columns = ["rms_lsb", "largest_lsb", "rms_output", "largest_output", "correct", "changed"];

    public static StudyResult Of(StudyRun run, string name, ReadOutCase read, ErrorBudget budget, ReadOutRun whole, IReadOnlyList<(string Name, string Sha256)> inputs)
    {
        var images = read.Images.Count;
        var table = new ResultTable("budget", ["part", .. from way in Ways from c in Columns select $"{way}_{c}"]);
        foreach (var line in budget.Lines)
            table.Add([line.Name, .. Cells(line.Alone), .. Cells(line.Without), .. Cells(line.Along)]);
        var shown = ReadableTable.Of(budget.Lines,
            ("part", l => $"{l.Name}"), ("alone [LSB rms]", l => $"{l.Alone.RmsLsb:0.###}"), ("alone, largest [LSB]", l => $"{l.Alone.LargestLsb:0.##}"), ("alone: images correct", l => $"{l.Alone.Correct}"),
            ("all but it [LSB rms]", l => $"{l.Without.RmsLsb:0.###}"), ("all but it: correct", l => $"{l.Without.Correct}"), ("up to it [LSB rms]", l => $"{l.Along.RmsLsb:0.###}"), ("up to it: correct", l => $"{l.Along.Correct}"));
        var exceptions = Exceptions(read, budget, whole, out var safe);
        string[] verdicts =
        [
            Invariant($"{budget.Largest.Name} errs most: {budget.Largest.Alone.RmsLsb:0.###} LSB rms by itself, {Percent(budget.Largest.Alone.RmsLsb, budget.Whole.RmsLsb)} of the whole {budget.Whole.RmsLsb:0.###} LSB."),
            Invariant($"The parts together: root of the sum of squares {budget.SquareSumLsb:0.###} LSB, plain sum {budget.SumLsb:0.###} LSB, whole {budget.Whole.RmsLsb:0.###} LSB; what is left over is how they act on each other."),
            TakingOut(budget, images),
            Invariant($"{safe} of {images} images have a margin that the parts' errors cannot bridge (twice {budget.OutputBound:0.####} of full scale); {(safe == 0 ? "no class is certain to stay." : exceptions.Count == 0 ? "all of them keep their class." : $"of these {exceptions.Count} change it: images {string.Join(", ", exceptions)}.")}"),
        ];
        var report = new HtmlReport($"Error budget of {name}: where the LSBs go")
            .Figure(new WaterfallFigure
            {
                Id = "budget_along",
                Description = "The error of what is decoded with one part after the other real, and the whole.",
                Value = new FigureAxis("rms error of what is decoded", "LSB"),
                Steps = [.. budget.Lines.Select(l => (l.Name, l.Along.RmsLsb))],
            }.ToSvg(), "What each part adds when those before it are circuits already: orange raises the error, green lowers it; blue is the whole.")
            .Table("Alone, taken out, and along the chain", shown)
            .Paragraph(ReadOutReport.Scale(read.ReadOut))
            .Paragraph(Invariant($"Every part of the read alone as a circuit, each taken out of the whole, and one after the other along the chain, over {images} images. Errors are those of what is decoded, against the ideal chain without any converter, in LSB of the {read.ReadOut.Design.AdcBits}-bit ADC. The ideal network classifies {read.Emulator.Correct} images correctly, the whole chain {budget.Whole.Correct}."));
        foreach (var verdict in verdicts.Concat(whole.Saturated))
            report.Note(verdict);
        report.Figure(new WaterfallFigure
        {
            Id = "budget_classes",
            Description = "Images that lost their class with one part after the other real, and the whole.",
            Value = new FigureAxis("images with another class", "", IsCount: true),
            Steps = [.. budget.Lines.Select(l => (l.Name, (double)l.Along.Changed))],
        }.ToSvg(), "The same in images whose class differs from that of the ideal network.");
        return new StudyResult
        {
            Inputs = inputs,
            Figures =
            [
                .. ReadOutReport.Figures(read.ReadOut),
                ("images", images), ("emulator_correct", read.Emulator.Correct), ("whole_correct", budget.Whole.Correct), ("whole_changed", budget.Whole.Changed),
                ("whole_rms_lsb", budget.Whole.RmsLsb), ("square_sum_lsb", budget.SquareSumLsb), ("sum_lsb", budget.SumLsb), ("output_bound", budget.OutputBound),
                ("images_with_safe_margin", safe), ("exceptions", exceptions.Count),
            ],
            Tables = [table],
            Shown = [shown],
            Remarks = [(null, "", [ReadOutReport.Scale(read.ReadOut)]), ("verdicts", "", verdicts), ("saturated", "Note: ", whole.Saturated)],
            Report = report,
            Timing = run.Steps.Timing,
        };
    }

    private static IEnumerable<object?> Cells(BudgetOutcome o) => [o.RmsLsb, o.LargestLsb, o.RmsOutput, o.LargestOutput, o.Correct, o.Changed];

    private static string Percent(double part, double whole) => whole > 0 ? Invariant($"{100 * part / whole:0} %") : "all";

    private static string TakingOut(ErrorBudget budget, int images)
    {
        var best = budget.Lines.MaxBy(l => l.Without.Correct);
        var (largest, gain) = (budget.Largest, budget.Largest.Without.Correct - budget.Whole.Correct);
        if (largest.Without.Correct == best.Without.Correct)
            return gain <= 0 ? Invariant($"No part helps accuracy by being taken out; {largest.Name}: {gain:+0;−0;0} of {images} images.") : Invariant($"Taking {largest.Name} out helps accuracy most: {gain:+0;−0;0} of {images} images.");
        return Invariant($"Taking {largest.Name} out changes {gain:+0;−0;0} of {images} images, taking {best.Name} out {best.Without.Correct - budget.Whole.Correct:+0;−0;0}: ")
            + (largest.Without.RmsLsb < best.Without.RmsLsb
                ? "without the first the error is smaller, but it is common to all classes or falls on images whose class is decided by more than that; accuracy counts only the few that lie near a border."
                : "the parts act on each other, and without the first the error of the rest is no smaller than without the second.");
    }

    /// <summary>Images whose margin exceeds the bound and whose class yet differs; none may.</summary>
    private static List<int> Exceptions(ReadOutCase read, ErrorBudget budget, ReadOutRun whole, out int safe)
    {
        var (outputs, count) = (read.IdealOutputs, read.IdealOutputs.Length / read.Images.Count);
        var bound = 2 * budget.OutputBound * outputs.Max(Math.Abs);
        var (exceptions, real) = (new List<int>(), read.Classify(whole.Outputs));
        safe = 0;
        for (var image = 0; image < read.Images.Count; image++)
        {
            double[] ranked = [.. outputs.AsSpan(image * count, count).ToArray().OrderDescending()];
            if (ranked[0] - ranked[1] <= bound)
                continue;
            safe++;
            if (real.Classes[image] != read.Emulator.Classes[image])
                exceptions.Add(image);
        }

        return exceptions;
    }
}
