using System.Text;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Documents;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Reports;

namespace CircuitSim.Tests.Experiments.Documents;

/// <summary>y = gain · count + offset, claimed to be at most 10.</summary>
internal sealed class ToyStudy : Study
{
    public static QuantityOption Gain { get; } = new() { Name = "--gain", Key = "gain", Subject = "gain", Unit = "1", Standard = 1, Description = "Gain" };

    public static IntegerOption Count { get; } = new() { Name = "--count", Key = "count", Subject = "count", Standard = 4, Reduced = 2, Description = "Count." };

    public static ChoiceOption<bool> Mode { get; } = new() { Name = "--mode", Key = "mode", Standard = false, Choices = [("linear", "linear", false), ("affine", "affine", true)], Description = "Mode." };

    public static QuantityOption Offset { get; } = new() { Name = "--offset", Key = "offset", Subject = "offset", Unit = "1", Standard = 0, OnlyWith = (Mode, "affine"), Description = "Offset" };

    public static IntegerOption Shifts { get; } = new() { Name = "--shifts", Key = "shifts", Standard = 1, NotWith = Offset, Description = "Shifts." };

    public int Runs { get; private set; }

    public override string Name => "toy";

    public override string Description => "A line.\n\nExamples:\n  none";

    public override IReadOnlyList<StudyOption> Options { get; } = [Gain, Count, Mode, Offset, Shifts, SizeOption.Instance, IntegerOption.Jobs];

    public static StudyDocument Parse(string text) => StudyFile.Parse("s.yaml", Encoding.UTF8.GetBytes(text), [new ToyStudy()], new StudyValues());

    protected override void CheckTogether(StudyRun run)
    {
        if (run.Get(Gain) * run.Get(Count) > 100)
            throw InvalidParameterException.OutOfRange(Gain.Subject, run.Get(Gain), "", "at most 100 over the count");
    }

    protected override StudyResult Find(StudyRun run)
    {
        Runs++;
        var y = run.Get(Gain) * run.Get(Count) + (run.Get(Mode) ? run.Get(Offset) : 0);
        return new StudyResult
        {
            Figures = [("y", y), ("count", run.Get(Count)), ("name", "toy")],
            Claims = [new Claim("small", "a paper", "y is small", "computed", y, "", null, 10)],
            Report = new HtmlReport("Toy"),
            Timing = [],
        };
    }
}
