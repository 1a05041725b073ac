namespace CircuitSim.Netlists.Analyses;

/// <summary><c>.tran step stop [start [max step]] [uic]</c></summary>
/// <param name="Step">Suggested spacing of printed points; default of edges without a length [s].</param>
/// <param name="Stop">End, above zero [s].</param>
public sealed record TransientAnalysis(ElementValue Step, ElementValue Stop) : Analysis
{
    /// <summary>Time of the first point that is kept; the integration always starts at zero [s].</summary>
    public ElementValue Start { get; init; } = 0;

    /// <summary>Largest step; null is the smaller of Step and (Stop − Start)/50 [s].</summary>
    public ElementValue? MaximumStep { get; init; }

    /// <summary>Starts from the initial conditions as they stand, without an operating point.</summary>
    public bool UseInitialConditions { get; init; }

    /// <summary>The largest step of a transient whose values are numbers [s].</summary>
    internal double LargestStep => MaximumStep?.Number ?? Math.Min(Step.Number, (Stop.Number - Start.Number) / 50);

    public override AnalysisKind Kind => AnalysisKind.Transient;

    public override Analysis Placed(Placement placement) => this with
    {
        Step = placement.Value(Step),
        Stop = placement.Value(Stop),
        Start = placement.Value(Start),
        MaximumStep = placement.Value(MaximumStep),
    };
}
