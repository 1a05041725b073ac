namespace CircuitSim.Netlists.Expressions;

/// <summary>A program as machine code; see <see cref="BoundExpression.Evaluate"/>.</summary>
/// <param name="constants">[steps]; the values of the steps that are constants.</param>
internal delegate double CompiledProgram(
    ReadOnlySpan<double> controls, double time, double temper, Span<double> derivatives, double[] constants, double[][] tables);
