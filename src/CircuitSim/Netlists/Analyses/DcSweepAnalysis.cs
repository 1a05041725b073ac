namespace CircuitSim.Netlists.Analyses;

/// <summary><c>.dc</c>: operating points over the values of one source, or of two, where the inner one runs faster.</summary>
public sealed record DcSweepAnalysis(SourceSweep Inner, SourceSweep? Outer = null) : Analysis
{
    public override AnalysisKind Kind => AnalysisKind.DcSweep;

    public override Analysis Placed(Placement placement) =>
        this with { Inner = Inner.Placed(placement), Outer = Outer?.Placed(placement) };
}
