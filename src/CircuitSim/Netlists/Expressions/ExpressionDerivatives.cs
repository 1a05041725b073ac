namespace CircuitSim.Netlists.Expressions;

/// <summary>
/// Derivatives of a program's step by its controls, appended to the same program, so that they share its steps. Forward
/// mode: a branch that a condition does not choose never reaches the result. Where a function has a corner its
/// derivative is the one to the right: abs' = 1 and uramp' = 1 at zero, a table's slope to the right of a point; min, max
/// and limit take that of their first argument at a tie; sgn, u, floor, ceil, nint, int and comparisons have zero
/// everywhere.
/// </summary>
internal sealed class ExpressionDerivatives(ExpressionProgram program)
{
    /// <summary>The steps that hold ∂result/∂control, one for each control.</summary>
    public int[] Append(int result)
    {
        var zero = program.Constant(0);
        var one = program.Constant(1);
        var derivatives = new int[program.Controls.Count];
        var slopes = new int[result + 1];
        for (var control = 0; control < derivatives.Length; control++)
        {
            for (var step = 0; step <= result; step++)
                slopes[step] = Differentiate(step, control, slopes, zero, one);
            derivatives[control] = slopes[result];
        }

        return derivatives;
    }

    private int Differentiate(int index, int control, int[] slopes, int zero, int one)
    {
        var step = program.Steps[index];
        return step.Operation switch
        {
            Operation.Control => step.A == control ? one : zero,
            Operation.Constant or Operation.Time or Operation.Temperature => zero,
            Operation.Select => program.Select(step.A, slopes[step.B], slopes[step.C]),
            Operation.Table => slopes[step.A] == zero ? zero : Times(slopes[step.A], program.Table(Operation.TableSlope, step.A, step.B)),
            < Operation.Add => slopes[step.A] == zero ? zero : DifferentiateUnary(step, index, slopes[step.A], zero, one),
            _ => slopes[step.A] == zero && slopes[step.B] == zero ? zero : DifferentiateBinary(step, index, slopes[step.A], slopes[step.B], zero, one),
        };
    }

    private int DifferentiateUnary(in Instruction step, int f, int da, int zero, int one)
    {
        var a = step.A;
        return step.Operation switch
        {
            Operation.Negate => program.Unary(Operation.Negate, da),
            Operation.Absolute => Times(da, program.Unary(Operation.AbsoluteSlope, a)),
            Operation.Ramp => Times(da, program.Unary(Operation.RampSlope, a)),
            Operation.SquareRoot => Times(da, program.Unary(Operation.SquareRootSlope, a)),
            Operation.Exponential => Times(da, program.Unary(Operation.ExponentialSlope, a)),
            Operation.Logarithm => Over(da, a),
            Operation.Logarithm10 => Over(Times(da, program.Constant(1 / Math.Log(10))), a),
            Operation.Sine => Times(da, program.Unary(Operation.Cosine, a)),
            Operation.Cosine => Times(program.Unary(Operation.Negate, da), program.Unary(Operation.Sine, a)),
            Operation.Tangent => Times(da, Plus(one, Times(f, f))),
            Operation.ArcSine => Over(da, program.Unary(Operation.SquareRoot, Minus(one, Times(a, a)))),
            Operation.ArcCosine => Over(program.Unary(Operation.Negate, da), program.Unary(Operation.SquareRoot, Minus(one, Times(a, a)))),
            Operation.ArcTangent => Over(da, Plus(one, Times(a, a))),
            Operation.HyperbolicSine => Times(da, program.Unary(Operation.HyperbolicCosine, a)),
            Operation.HyperbolicCosine => Times(da, program.Unary(Operation.HyperbolicSine, a)),
            Operation.HyperbolicTangent => Times(da, Minus(one, Times(f, f))),
            Operation.AreaSine => Over(da, program.Unary(Operation.SquareRoot, Plus(Times(a, a), one))),
            Operation.AreaCosine => Over(da, program.Unary(Operation.SquareRoot, Minus(Times(a, a), one))),
            Operation.AreaTangent => Over(da, Minus(one, Times(a, a))),
            _ => zero,
        };
    }

    private int DifferentiateBinary(in Instruction step, int f, int da, int db, int zero, int one)
    {
        var (a, b) = (step.A, step.B);
        return step.Operation switch
        {
            Operation.Add => Plus(da, db),
            Operation.Subtract => Minus(da, db),
            Operation.Multiply => Plus(Times(da, b), Times(a, db)),
            // (a/b)' = (a' − f b') / b
            Operation.Divide => Over(Minus(da, Times(f, db)), b),
            Operation.Power => Plus(Times(da, program.Binary(Operation.PowerSlope, a, b)), ByExponent(f, a, db, zero)),
            Operation.SignedPower => Plus(Times(da, program.Binary(Operation.SignedPowerSlope, a, b)), ByExponent(f, a, db, zero)),
            // atan2(a, b)' = (a' b − a b') / (a² + b²)
            Operation.ArcTangent2 => Over(Minus(Times(da, b), Times(a, db)), Plus(Times(a, a), Times(b, b))),
            Operation.Minimum => program.Select(program.Binary(Operation.LessOrEqual, a, b), da, db),
            Operation.Maximum => program.Select(program.Binary(Operation.LessOrEqual, b, a), da, db),
            _ => zero,
        };
    }

    /// <summary>∂(a^b) = a^b ln|a| b'.</summary>
    private int ByExponent(int f, int a, int db, int zero) =>
        db == zero ? zero : Times(db, Times(f, program.Unary(Operation.Logarithm, a)));

    private int Plus(int a, int b) => program.Binary(Operation.Add, a, b);

    private int Minus(int a, int b) => program.Binary(Operation.Subtract, a, b);

    private int Times(int a, int b) => program.Binary(Operation.Multiply, a, b);

    private int Over(int a, int b) => program.Binary(Operation.Divide, a, b);
}
