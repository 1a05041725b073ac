using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary><c>.noise</c>: what the devices' own noise makes of a voltage, and how much noise of a source would do the same.</summary>
/// <param name="Source">The voltage or current source to which the noise is referred, by its flat name.</param>
public sealed record NoiseAnalysis(NodeVoltageExpression Output, string Source, FrequencySweep Sweep) : Analysis
{
    /// <summary>The .data that has the frequencies; null for none.</summary>
    public string? Table { get; init; }

    public override AnalysisKind Kind => AnalysisKind.Noise;

    public override Analysis Placed(Placement placement) =>
        this with { Output = (NodeVoltageExpression)placement.Expression(Output), Sweep = Sweep.Placed(placement) };
}
