namespace CircuitSim.Netlists.Analyses;

/// <summary><c>.op</c></summary>
public sealed record OperatingPointAnalysis : Analysis
{
    public override AnalysisKind Kind => AnalysisKind.OperatingPoint;

    public override Analysis Placed(Placement placement) => this;
}
