using CircuitSim.Experiments.Options;

namespace CircuitSim.Experiments.Studies;

/// <summary><see cref="ThresholdMargins"/> as a study.</summary>
public sealed class ThresholdMarginsStudy : Study
{
    public override string Name => ThresholdMargins.Name;

    public override string Description => """
        Which amplitudes write a passive array? The least that writes its worst-placed cell, IR drop included, and the greatest that its worst half-selected cell bears, over array size and wire resistance; disturb map, devices that scatter, and a transient of the whole array beside it, with --engine on other engines, too (exit code 1 if they differ).

        Examples:
          circuitsim sweep threshold-margins
          circuitsim sweep threshold-margins --model vteam_magic --scheme v3 --width 50n --writes 10000 --tolerance 0.01
          circuitsim sweep threshold-margins --size 16 --wire 1 --sizes 8,16,32 --wires 0.5,2 --sigma 0.1 --out results/margins
          circuitsim sweep threshold-margins --size 4 --sizes 4,8 --wires 2 --samples 40 --engine all
        """;

    public override IReadOnlyList<StudyOption> Options => ThresholdMarginsOptions.All;

    public override SimulatorUse Simulators { get; } = new("builtin", "Another engine runs the writes of the whole array, too, if --size is at most 8");

    /// <summary>The result in the form that all studies share.</summary>
    public static StudyResult Of(ThresholdMarginsResult r) => new()
    {
        Card = r.Card,
        Tables =
        [
            ThresholdMarginsTables.Margins(r), ThresholdMarginsTables.Yield(r), ThresholdMarginsTables.Checks(r),
            .. r.Checks.Any(c => c.Engines.Count > 0) ? [ThresholdMarginsTables.Engines(r)] : Array.Empty<ResultTable>(),
            .. Enumerable.Range(0, r.Windows.Count).Select(k => ThresholdMarginsTables.DisturbMap(r, k)),
        ],
        Shown =
        [
            (ThresholdMarginsSummary.Header, [.. ThresholdMarginsSummary.Rows(r)]),
            .. ThresholdMarginsSummary.EngineRows(r) is { Count: > 0 } engines ? [(ThresholdMarginsSummary.EngineHeader, engines)] : Array.Empty<(IReadOnlyList<string>, IReadOnlyList<IReadOnlyList<string>>)>(),
        ],
        Remarks = [("verdicts", "", [.. ThresholdMarginsSummary.Verdicts(r)])],
        Report = ThresholdMarginsReport.Of(r),
        EnginesAgree = r.Checks.SelectMany(c => c.Engines).All(e => e.Agrees),
        Timing = r.Timing,
    };

    protected override void CheckTogether(StudyRun run) => _ = Job(run);

    protected override StudyResult Find(StudyRun run) => Of(Job(run).Run(run.CancellationToken));

    /// <summary>The built-in engine runs the writes anyway.</summary>
    private static ThresholdMargins Job(StudyRun run) =>
        new(new ThresholdMarginsOptions(run.Values), run.Progress, [.. run.Simulators.Where(s => s.Name != "builtin" && s.FindAvailability().IsAvailable)]);
}
