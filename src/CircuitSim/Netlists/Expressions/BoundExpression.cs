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

    /// <summary>Steps that value and derivatives need, in order, but constants, which stand in their places for good.</summary>
    private readonly int[] order;
    private readonly int value;
    private readonly int[] derivatives;
    private readonly double[] constants;
    private readonly ProgramShape shape;
    private readonly double[] point;
    private int[]? allOfValue;

    private BoundExpression(ExpressionProgram program, int value, int[] derivatives, ProgramShapes? shapes)
    {
        steps = [.. program.Steps];
        tables = [.. program.Tables];
        Controls = [.. program.Controls];
        results = new double[steps.Length];
        this.value = value;
        this.derivatives = derivatives;
        constants = [.. steps.Select(s => s.Constant)];
        constants.CopyTo(results, 0);
        var isNeeded = ProgramCompiler.Needed(steps, value, derivatives);
        order = [.. Enumerable.Range(0, steps.Length).Where(k => isNeeded[k] && steps[k].Operation != Operation.Constant)];
        shape = shapes?.Find(steps, value, derivatives) ?? new ProgramShape(steps, value, derivatives);
        point = new double[Controls.Count];
        DependsOnTime = steps.Any(s => s.Operation == Operation.Time);
        for (var k = 0; k <= value && !MayJump; k++)
            MayJump = IsDecision(steps[k]);
    }

    /// <summary>
    /// The quantities that control it, each a <see cref="NodeVoltageExpression"/> [V], a
    /// <see cref="BranchCurrentExpression"/> [A] or a <see cref="DeviceStateExpression"/> [m], no two alike.
    /// </summary>
    public IReadOnlyList<Expression> Controls { get; }

    public bool DependsOnTime { get; }

    /// <summary>Whether the value can jump while its controls do not: comparisons, signs, steps or roundings make it.</summary>
    internal bool MayJump { get; }

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

    /// <summary>
    /// How far along the straight line from one point to another the value first jumps, right behind the place; null if it does
    /// not. A corner, where a decision turns out otherwise and the value goes on, is none.
    /// </summary>
    /// <param name="from">Values of <see cref="Controls"/> there.</param>
    /// <param name="start">[s]</param>
    /// <param name="end">[s]</param>
    internal double? FindJump(ReadOnlySpan<double> from, double start, ReadOnlySpan<double> to, double end, double temper)
    {
        const double fineness = 1e-12, counts = 1e-6;
        const int mostCorners = 8;
        var (low, decided) = (0.0, DecisionsAt(0, from, start, to, end, temper));
        var first = results[value];
        for (var corner = 0; corner < mostCorners; corner++)
        {
            if (DecisionsAt(1, from, start, to, end, temper) == decided)
                return null;
            var scale = Math.Max(Math.Abs(first), Math.Abs(results[value]));
            var high = 1.0;
            while (high - low > fineness)
            {
                var middle = 0.5 * (low + high);
                if (DecisionsAt(middle, from, start, to, end, temper) == decided)
                    low = middle;
                else
                    high = middle;
            }

            DecisionsAt(low, from, start, to, end, temper);
            var (before, noise) = (results[value], Rounding());
            decided = DecisionsAt(high, from, start, to, end, temper);
            if (Math.Abs(results[value] - before) > Math.Max(counts * scale, noise + Rounding()))
                return high;
            low = high;
        }

        return null;
    }

    /// <summary>
    /// What rounding may have done to the value of the last evaluation, by the running error bound of each operation (N. J. Higham, Accuracy
    /// and Stability of Numerical Algorithms, 2002, section 3.3): between large terms that cancel a decision is a matter of the last bit, and no jump.
    /// </summary>
    private double Rounding()
    {
        const double unit = 2.3e-16;
        var (r, error) = (results, new double[value + 1]);
        for (var k = 0; k <= value; k++)
        {
            var (step, size) = (steps[k], unit * Math.Abs(r[k]));
            error[k] = step.Operation switch
            {
                Operation.Constant or Operation.Less or Operation.LessOrEqual or Operation.Equal or Operation.NotEqual or Operation.Not or Operation.And or Operation.Or => 0,
                Operation.Negate or Operation.Absolute => error[step.A],
                Operation.Add or Operation.Subtract => error[step.A] + error[step.B] + size,
                Operation.Multiply => Math.Abs(r[step.A]) * error[step.B] + Math.Abs(r[step.B]) * error[step.A] + size,
                Operation.Divide => (error[step.A] + Math.Abs(r[k]) * error[step.B]) / Math.Abs(r[step.B]) + size,
                Operation.Minimum or Operation.Maximum => Math.Max(error[step.A], error[step.B]),
                Operation.Select => error[r[step.A] != 0 ? step.B : step.C],
                _ => size,
            };
        }

        return double.IsFinite(error[value]) ? error[value] : 0;
    }

    /// <summary>A hash of what every decision gives at a part of the line; leaves the value in its place.</summary>
    private long DecisionsAt(double part, ReadOnlySpan<double> from, double start, ReadOnlySpan<double> to, double end, double temper)
    {
        for (var k = 0; k < point.Length; k++)
            point[k] = from[k] + part * (to[k] - from[k]);
        Interpret(point, start + part * (end - start), temper, allOfValue ??= [.. Enumerable.Range(0, value + 1)]);
        var hash = 0L;
        for (var k = 0; k <= value; k++)
        {
            if (IsDecision(steps[k]))
                hash = unchecked(31 * hash + BitConverter.DoubleToInt64Bits(steps[k].Operation == Operation.Select ? Truth(results[steps[k].A]) : results[k]));
        }

        return hash;

        static double Truth(double condition) => condition != 0 ? 1 : 0;
    }

    private static bool IsDecision(Instruction step) => step.Operation
        is Operation.Less or Operation.LessOrEqual or Operation.Equal or Operation.NotEqual or Operation.Not or Operation.And or Operation.Or
        or Operation.Sign or Operation.Step or Operation.Floor or Operation.Ceiling or Operation.Round or Operation.Truncate or Operation.Select;

    private double Interpret(ReadOnlySpan<double> controls, double time, double temper, Span<double> derivatives)
    {
        Interpret(controls, time, temper, order);
        for (var k = 0; k < this.derivatives.Length; k++)
            derivatives[k] = results[this.derivatives[k]];
        return results[value];
    }

    /// <summary>The functions are called by their names, not through <see cref="OperationFunctions"/>: where nothing can be compiled this is the last word.</summary>
    private void Interpret(ReadOnlySpan<double> controls, double time, double temper, ReadOnlySpan<int> order)
    {
        var r = results;
        foreach (var k in order)
        {
            ref readonly var step = ref steps[k];
            r[k] = step.Operation switch
            {
                Operation.Constant => step.Constant,
                Operation.Control => controls[step.A],
                Operation.Time => time,
                Operation.Temperature => temper,
                Operation.Negate => -r[step.A],
                Operation.Not => Scalar.Not(r[step.A]),
                Operation.Absolute => Math.Abs(r[step.A]),
                Operation.AbsoluteSlope => Scalar.AbsoluteSlope(r[step.A]),
                Operation.SquareRoot => Scalar.SquareRoot(r[step.A]),
                Operation.Exponential => Scalar.Exponential(r[step.A]),
                Operation.ExponentialSlope => Scalar.ExponentialSlope(r[step.A]),
                Operation.Logarithm => Scalar.Logarithm(r[step.A]),
                Operation.Add => r[step.A] + r[step.B],
                Operation.Subtract => r[step.A] - r[step.B],
                Operation.Multiply => r[step.A] * r[step.B],
                Operation.Divide => Scalar.Divide(r[step.A], r[step.B]),
                Operation.Power => Scalar.Power(r[step.A], r[step.B]),
                Operation.PowerSlope => Scalar.PowerSlope(r[step.A], r[step.B]),
                Operation.Minimum => Scalar.Minimum(r[step.A], r[step.B]),
                Operation.Maximum => Scalar.Maximum(r[step.A], r[step.B]),
                Operation.Less => Scalar.Less(r[step.A], r[step.B]),
                Operation.LessOrEqual => Scalar.LessOrEqual(r[step.A], r[step.B]),
                Operation.And => Scalar.And(r[step.A], r[step.B]),
                Operation.Or => Scalar.Or(r[step.A], r[step.B]),
                Operation.Select => r[step.A] != 0 ? r[step.B] : r[step.C],
                Operation.Table or Operation.TableSlope => ExpressionProgram.Compute(step, r[step.A], 0, tables),
                _ => ExpressionProgram.Compute(step, r[step.A], r[step.B], tables),
            };
        }
    }
}
