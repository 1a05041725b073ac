using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Programming;
using CircuitSim.Experiments.Reports;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>The writing of one array, as <c>program</c> does it, for campaigns over its options.</summary>
public sealed class ProgramPoint : Study
{
    public override string Name => "program";

    public override string Description => "Writing target conductances into one array of running memristors.";

    public override IReadOnlyList<StudyOption> Options => ProgramOptions.All;

    protected override StudyResult Find(StudyRun run)
    {
        var result = new ProgramRun(ProgramCase.Load(run.Values), run.Progress).Execute(null, false, run.CancellationToken);
        return new StudyResult { Figures = ProgramFiles.Figures(result), Tables = [ProgramFiles.Cells(result)], Report = new HtmlReport(Name), Timing = [] };
    }
}
