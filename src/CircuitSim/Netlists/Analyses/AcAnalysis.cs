namespace CircuitSim.Netlists.Analyses;

/// <summary><c>.ac</c>: the small signals that the AC values of sources drive through the circuit, linearised at its operating point.</summary>
public sealed record AcAnalysis(FrequencySweep Sweep) : Analysis
{
    public override AnalysisKind Kind => AnalysisKind.SmallSignal;

    public override Analysis Placed(Placement placement) => this with { Sweep = Sweep.Placed(placement) };
}
