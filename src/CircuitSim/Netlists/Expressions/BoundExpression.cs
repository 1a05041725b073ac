namespace CircuitSim.Netlists.Expressions;

/// <summary>
/// An expression ready to be evaluated many times, with its derivatives, which were formed once, symbolically. Its
/// functions at corners, at zero and for negative arguments are those of netlists/README.md. A value outside every
/// domain (asin(2), an overflow) is NaN or infinite: the caller judges. Evaluating allocates nothing but uses scratch of
/// this instance: one thread at a time. Evaluated very often, it is compiled, and gives the same bits as before.
/// </summary>
public sealed class BoundExpression
{
    private readonly Instruction[] steps;
    private readonly double[][] tables;
    private readonly double[] results;
    private readonly int value;
    private readonly int[] derivatives;
    private readonly double[] constants;
    private readonly ProgramShape shape;

    private BoundExpression(ExpressionProgram program, int value, int[] derivatives, ProgramShapes? shapes)
    {
        steps = [.. program.Steps];
        tables = [.. program.Tables];
        Controls = [.. program.Controls];
        results = new double[steps.Length];
        this.value = value;
        this.derivatives = derivatives;
        constants = [.. steps.Select(s => s.Constant)];
        shape = shapes?.Find(steps, value, derivatives) ?? new ProgramShape(steps, value, derivatives);
        DependsOnTime = steps.Any(s => s.Operation == Operation.Time);
    }

    /// <summary>
    /// The quantities that control it, each a <see cref="NodeVoltageExpression"/> [V], a
    /// <see cref="BranchCurrentExpression"/> [A] or a <see cref="DeviceStateExpression"/> [m], no two alike.
    /// </summary>
    public IReadOnlyList<Expression> Controls { get; }

    public bool DependsOnTime { get; }

    /// <param name="expression">Without parameters and functions of the netlist: as in a flat netlist.</param>
    /// <exception cref="NetlistException">A name that nothing defines, or a call with wrong arguments.</exception>
    public static BoundExpression Bind(Expression expression) => Bind(expression, null);

    /// <param name="shapes">Where expressions of one shape find each other, to be compiled together; null for one that stands alone.</param>
    internal static BoundExpression Bind(Expression expression, ProgramShapes? shapes)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var program = new ExpressionProgram();
        var value = program.Append(expression);
        return new BoundExpression(program, value, new ExpressionDerivatives(program).Append(value), shapes);
    }

    /// <summary>The number that an expression without controls, time and temperature stands for.</summary>
    /// <exception cref="NetlistException">It depends on one of them, names what nothing defines, or is not a finite number.</exception>
    public static double Constant(Expression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        if (expression is NumberExpression number)
            return number.Value;
        var program = new ExpressionProgram();
        var step = program.Append(expression);
        if (!program.IsConstant(step))
            throw NetlistException.Because("the expression depends on the circuit's voltages, currents, time or temperature, where only a number can stand; use a B source.");
        var result = program.Steps[step].Constant;
        return double.IsFinite(result) ? result : throw NetlistException.Because("the expression has no finite value.");
    }

    /// <summary>Value and derivatives at one point.</summary>
    /// <param name="controls">Values of <see cref="Controls"/> [V] or [A].</param>
    /// <param name="time">[s]</param>
    /// <param name="temper">[°C]</param>
    /// <param name="derivatives">∂value/∂control, one for each control.</param>
    public double Evaluate(ReadOnlySpan<double> controls, double time, double temper, Span<double> derivatives)
    {
        if (shape.Compiled is { } compiled)
            return compiled(controls, time, temper, derivatives, constants, tables);
        shape.Count();
        return Interpret(controls, time, temper, derivatives);
    }

    private double Interpret(ReadOnlySpan<double> controls, double time, double temper, Span<double> derivatives)
    {
        var r = results;
        for (var k = 0; k < steps.Length; k++)
        {
            ref readonly var step = ref steps[k];
            r[k] = step.Operation switch
            {
                Operation.Constant => step.Constant,
                Operation.Control => controls[step.A],
                Operation.Time => time,
                Operation.Temperature => temper,
                // The four that most steps are, without the way through the large switch.
                Operation.Add => r[step.A] + r[step.B],
                Operation.Subtract => r[step.A] - r[step.B],
                Operation.Multiply => r[step.A] * r[step.B],
                Operation.Select => r[step.A] != 0 ? r[step.B] : r[step.C],
                Operation.Table or Operation.TableSlope => ExpressionProgram.Compute(step, r[step.A], 0, tables),
                _ => ExpressionProgram.Compute(step, r[step.A], r[step.B], tables),
            };
        }

        for (var k = 0; k < this.derivatives.Length; k++)
            derivatives[k] = r[this.derivatives[k]];
        return r[value];
    }
}
