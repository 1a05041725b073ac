using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary><c>.tf</c>: the slope of an output by a source at the operating point, and the resistances that both see.</summary>
/// <param name="Output">A <see cref="NodeVoltageExpression"/>, or the current of a voltage source.</param>
/// <param name="Source">A voltage or current source, by its flat name.</param>
public sealed record TransferFunctionAnalysis(Expression Output, string Source) : Analysis
{
    public override AnalysisKind Kind => AnalysisKind.TransferFunction;

    public override Analysis Placed(Placement placement) => this with { Output = placement.Expression(Output) };
}
