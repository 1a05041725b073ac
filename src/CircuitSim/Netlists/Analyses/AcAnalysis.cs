namespace CircuitSim.Netlists.Analyses;

/// <summary><c>.ac</c>: the small signals that the AC values of sources drive through the circuit, linearised at its operating point.</summary>
public sealed record AcAnalysis(FrequencySweep Sweep) : Analysis
{
    /// <summary>The .data whose rows are the points; null for none.</summary>
    public string? Table { get; init; }

    /// <summary>What it varies from point to point beside the frequency: parameters, resistances and the temperature.</summary>
    public IReadOnlyList<SourceSweep> Columns { get; init; } = [];

    public override AnalysisKind Kind => AnalysisKind.SmallSignal;

    public override Analysis Placed(Placement placement) => this with { Sweep = Sweep.Placed(placement), Columns = [.. Columns.Select(c => c.Placed(placement))] };
}
