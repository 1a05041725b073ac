using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary><c>.sens</c>: the slopes of outputs by parameters of the circuit, at every point of another analysis.</summary>
/// <param name="Outputs">Expressions over node voltages and branch currents.</param>
/// <param name="Parameters">By the names of <see cref="Flattening.SensitivityParameter"/>; none stands for all that the circuit has.</param>
/// <param name="Along">An operating point, a .dc, an .ac or a .tran.</param>
public sealed record SensitivityAnalysis(IReadOnlyList<Expression> Outputs, IReadOnlyList<string> Parameters, Analysis Along) : Analysis
{
    public override AnalysisKind Kind => AnalysisKind.Sensitivity;

    public override Analysis Placed(Placement placement) => this with
    {
        Outputs = [.. Outputs.Select(placement.Expression)],
        Along = Along.Placed(placement) with { Place = Along.Place },
    };
}
