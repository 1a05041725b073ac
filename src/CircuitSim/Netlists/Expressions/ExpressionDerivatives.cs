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
        switch (step.Operation)
        {
            case Operation.Control:
                return step.A == control ? one : zero;
            case Operation.Constant or Operation.Time or Operation.Temperature:
                return zero;
            case Operation.Select:
                return program.Select(step.A, slopes[step.B], slopes[step.C]);
            case Operation.Table:
                return slopes[step.A] == zero ? zero : Times(slopes[step.A], program.Table(Operation.TableSlope, step.A, step.B));
            case < Operation.Add:
                return slopes[step.A] == zero ? zero : DifferentiateUnary(step, index, slopes[step.A], zero, one);
            default:
                return slopes[step.A] == zero && slopes[step.B] == zero ? zero : DifferentiateBinary(step, index, slopes[step.A], slopes[step.B], zero, one);
        }
    }

    private int DifferentiateUnary(in Instruction step, int f, int da, int zero, int one)
    {
        var a = step.A;
        switch (step.Operation)
        {
            case Operation.Negate:
                return program.Unary(Operation.Negate, da);
            case Operation.Absolute:
                return Times(da, program.Unary(Operation.AbsoluteSlope, a));
            case Operation.Ramp:
                return Times(da, program.Unary(Operation.RampSlope, a));
            case Operation.SquareRoot:
                return Times(da, program.Unary(Operation.SquareRootSlope, a));
            case Operation.Exponential:
                return Times(da, program.Unary(Operation.ExponentialSlope, a));
            case Operation.Logarithm:
                return Over(da, a);
            case Operation.Logarithm10:
                return Over(Times(da, program.Constant(1 / Math.Log(10))), a);
            case Operation.Sine:
                return Times(da, program.Unary(Operation.Cosine, a));
            case Operation.Cosine:
                return Times(program.Unary(Operation.Negate, da), program.Unary(Operation.Sine, a));
            case Operation.Tangent:
                return Times(da, Plus(one, Times(f, f)));
            case Operation.ArcSine:
                return Over(da, program.Unary(Operation.SquareRoot, Minus(one, Times(a, a))));
            case Operation.ArcCosine:
                return Over(program.Unary(Operation.Negate, da), program.Unary(Operation.SquareRoot, Minus(one, Times(a, a))));
            case Operation.ArcTangent:
                return Over(da, Plus(one, Times(a, a)));
            case Operation.HyperbolicSine:
                return Times(da, program.Unary(Operation.HyperbolicCosine, a));
            case Operation.HyperbolicCosine:
                return Times(da, program.Unary(Operation.HyperbolicSine, a));
            case Operation.HyperbolicTangent:
                return Times(da, Minus(one, Times(f, f)));
            case Operation.AreaSine:
                return Over(da, program.Unary(Operation.SquareRoot, Plus(Times(a, a), one)));
            case Operation.AreaCosine:
                return Over(da, program.Unary(Operation.SquareRoot, Minus(Times(a, a), one)));
            case Operation.AreaTangent:
                return Over(da, Minus(one, Times(a, a)));
            default:
                return zero;
        }
    }

    private int DifferentiateBinary(in Instruction step, int f, int da, int db, int zero, int one)
    {
        var (a, b) = (step.A, step.B);
        switch (step.Operation)
        {
            case Operation.Add:
                return Plus(da, db);
            case Operation.Subtract:
                return Minus(da, db);
            case Operation.Multiply:
                return Plus(Times(da, b), Times(a, db));
            case Operation.Divide:
                // (a/b)' = (a' − f b') / b
                return Over(Minus(da, Times(f, db)), b);
            case Operation.Power:
                return Plus(Times(da, program.Binary(Operation.PowerSlope, a, b)), ByExponent(f, a, db, zero));
            case Operation.SignedPower:
                return Plus(Times(da, program.Binary(Operation.SignedPowerSlope, a, b)), ByExponent(f, a, db, zero));
            case Operation.ArcTangent2:
                // atan2(a, b)' = (a' b − a b') / (a² + b²)
                return Over(Minus(Times(da, b), Times(a, db)), Plus(Times(a, a), Times(b, b)));
            case Operation.Minimum:
                return program.Select(program.Binary(Operation.LessOrEqual, a, b), da, db);
            case Operation.Maximum:
                return program.Select(program.Binary(Operation.LessOrEqual, b, a), da, db);
            default:
                return zero;
        }
    }

    /// <summary>∂(a^b) = a^b ln|a| b'.</summary>
    private int ByExponent(int f, int a, int db, int zero) =>
        db == zero ? zero : Times(db, Times(f, program.Unary(Operation.Logarithm, a)));

    private int Plus(int a, int b) => program.Binary(Operation.Add, a, b);

    private int Minus(int a, int b) => program.Binary(Operation.Subtract, a, b);

    private int Times(int a, int b) => program.Binary(Operation.Multiply, a, b);

    private int Over(int a, int b) => program.Binary(Operation.Divide, a, b);
}
