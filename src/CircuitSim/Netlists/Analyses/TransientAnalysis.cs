namespace CircuitSim.Netlists.Analyses;

/// <summary><c>.tran step stop [start [max step]] [uic]</c></summary>
/// <param name="Step">Suggested spacing of printed points; default of edges without a length [s].</param>
/// <param name="Stop">End, above zero [s].</param>
public sealed record TransientAnalysis(ElementValue Step, ElementValue Stop) : Analysis
{
    /// <summary>Time of the first point that is kept; the integration always starts at zero [s].</summary>
    public ElementValue Start { get; init; } = 0;

    /// <summary>Of a span: the largest step, where none is given and Step is longer or is not meant as one.</summary>
    internal const int FewestSteps = 50;

    /// <summary>From so many on Step is the spacing of a table, or the first step as in Xyce, and no largest step, which would take minutes to days.</summary>
    private const int MostImpliedSteps = 500_000;

    /// <summary>Largest step; null is the smaller of Step and (Stop − Start)/50, or the latter where Step would be 500,000 steps or more [s].</summary>
    public ElementValue? MaximumStep { get; init; }

    /// <summary>Starts from the initial conditions as they stand, without an operating point.</summary>
    public bool UseInitialConditions { get; init; }

    /// <summary>The largest step of a transient whose values are numbers [s].</summary>
    internal double LargestStep => MaximumStep?.Number ?? (HasTinyStep ? Longest : Math.Min(Step.Number, Longest));

    /// <summary>Whether the step of a transient whose values are numbers is too short to be meant as the largest.</summary>
    internal bool HasTinyStep => MaximumStep is null && Stop.Number >= MostImpliedSteps * Step.Number;

    private double Longest => (Stop.Number - Start.Number) / FewestSteps;

    public override AnalysisKind Kind => AnalysisKind.Transient;

    public override Analysis Placed(Placement placement) => this with
    {
        Step = placement.Value(Step),
        Stop = placement.Value(Stop),
        Start = placement.Value(Start),
        MaximumStep = placement.Value(MaximumStep),
    };
}
