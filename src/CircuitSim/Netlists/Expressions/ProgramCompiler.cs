using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;

namespace CircuitSim.Netlists.Expressions;

/// <summary>
/// Compiles a straight-line program: every step that the results need becomes a variable, in order, by the very operation
/// that <see cref="ExpressionProgram.Compute"/> has for it, so that both give the same bits.
/// </summary>
internal static class ProgramCompiler
{
    // Positions of the parameters of CompiledProgram.
    private const byte Controls = 0, Time = 1, Temper = 2, Derivatives = 3, Constants = 4, Tables = 5;

    private static readonly Dictionary<Operation, MethodInfo> Functions = new()
    {
        [Operation.Divide] = Of(Scalar.Divide),
        [Operation.Not] = Of(Scalar.Not),
        [Operation.Absolute] = Of(Math.Abs),
        [Operation.AbsoluteSlope] = Of(Scalar.AbsoluteSlope),
        [Operation.Sign] = Of(Scalar.Sign),
        [Operation.Step] = Of(Scalar.Step),
        [Operation.Ramp] = Of(Scalar.Ramp),
        [Operation.RampSlope] = Of(Scalar.RampSlope),
        [Operation.Floor] = Of(Math.Floor),
        [Operation.Ceiling] = Of(Math.Ceiling),
        [Operation.Round] = Of(Scalar.Round),
        [Operation.Truncate] = Of(Math.Truncate),
        [Operation.SquareRoot] = Of(Scalar.SquareRoot),
        [Operation.SquareRootSlope] = Of(Scalar.SquareRootSlope),
        [Operation.Exponential] = Of(Scalar.Exponential),
        [Operation.ExponentialSlope] = Of(Scalar.ExponentialSlope),
        [Operation.Logarithm] = Of(Scalar.Logarithm),
        [Operation.Logarithm10] = Of(Scalar.Logarithm10),
        [Operation.Sine] = Of(Math.Sin),
        [Operation.Cosine] = Of(Math.Cos),
        [Operation.Tangent] = Of(Math.Tan),
        [Operation.ArcSine] = Of(Math.Asin),
        [Operation.ArcCosine] = Of(Math.Acos),
        [Operation.ArcTangent] = Of(Math.Atan),
        [Operation.HyperbolicSine] = Of(Math.Sinh),
        [Operation.HyperbolicCosine] = Of(Math.Cosh),
        [Operation.HyperbolicTangent] = Of(Math.Tanh),
        [Operation.AreaSine] = Of(Math.Asinh),
        [Operation.AreaCosine] = Of(Math.Acosh),
        [Operation.AreaTangent] = Of(Math.Atanh),
        [Operation.Power] = Of(Scalar.Power),
        [Operation.PowerSlope] = Of(Scalar.PowerSlope),
        [Operation.SignedPower] = Of(Scalar.SignedPower),
        [Operation.SignedPowerSlope] = Of(Scalar.SignedPowerSlope),
        [Operation.ArcTangent2] = Of(Math.Atan2),
        [Operation.Minimum] = Of(Scalar.Minimum),
        [Operation.Maximum] = Of(Scalar.Maximum),
        [Operation.Less] = Of(Scalar.Less),
        [Operation.LessOrEqual] = Of(Scalar.LessOrEqual),
        [Operation.Equal] = Of(Scalar.Equal),
        [Operation.NotEqual] = Of(Scalar.NotEqual),
        [Operation.And] = Of(Scalar.And),
        [Operation.Or] = Of(Scalar.Or),
        [Operation.Table] = ((Func<double[], double, double>)Scalar.Table).Method,
        [Operation.TableSlope] = ((Func<double[], double, double>)Scalar.TableSlope).Method,
    };

    [RequiresDynamicCode("It writes code; where the runtime cannot, programs go on being interpreted.")]
    public static CompiledProgram Compile(ReadOnlySpan<Instruction> steps, int value, ReadOnlySpan<int> derivatives)
    {
        var method = new DynamicMethod("expression", typeof(double),
            [typeof(ReadOnlySpan<double>), typeof(double), typeof(double), typeof(Span<double>), typeof(double[]), typeof(double[][])],
            typeof(ProgramCompiler).Module)
        {
            InitLocals = false,
        };
        var il = method.GetILGenerator();
        var variables = new LocalBuilder?[steps.Length];
        var isNeeded = Needed(steps, value, derivatives);
        for (var k = 0; k < steps.Length; k++)
        {
            if (!isNeeded[k] || steps[k].Operation == Operation.Constant)
                continue;
            Emit(il, steps[k], variables);
            variables[k] = il.DeclareLocal(typeof(double));
            il.Emit(OpCodes.Stloc, variables[k]!);
        }

        for (var k = 0; k < derivatives.Length; k++)
        {
            il.Emit(OpCodes.Ldarga_S, Derivatives);
            il.Emit(OpCodes.Ldc_I4, k);
            il.Emit(OpCodes.Call, typeof(Span<double>).GetMethod("get_Item")!);
            Push(il, derivatives[k], variables);
            il.Emit(OpCodes.Stind_R8);
        }

        Push(il, value, variables);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<CompiledProgram>();
    }

    private static bool[] Needed(ReadOnlySpan<Instruction> steps, int value, ReadOnlySpan<int> derivatives)
    {
        var isNeeded = new bool[steps.Length];
        isNeeded[value] = true;
        foreach (var derivative in derivatives)
            isNeeded[derivative] = true;
        for (var k = steps.Length - 1; k >= 0; k--)
        {
            var (operation, a, b, c) = (steps[k].Operation, steps[k].A, steps[k].B, steps[k].C);
            if (!isNeeded[k] || operation <= Operation.Temperature)
                continue;
            isNeeded[a] = true;
            if (operation is >= Operation.Add and < Operation.Table)
                isNeeded[b] = true;
            if (operation == Operation.Select)
                isNeeded[c] = true;
        }

        return isNeeded;
    }

    /// <summary>Leaves the result of a step on the stack.</summary>
    private static void Emit(ILGenerator il, in Instruction step, LocalBuilder?[] variables)
    {
        switch (step.Operation)
        {
            case Operation.Control:
                il.Emit(OpCodes.Ldarga_S, Controls);
                il.Emit(OpCodes.Ldc_I4, step.A);
                il.Emit(OpCodes.Call, typeof(ReadOnlySpan<double>).GetMethod("get_Item")!);
                il.Emit(OpCodes.Ldind_R8);
                break;
            case Operation.Time:
                il.Emit(OpCodes.Ldarg_S, Time);
                break;
            case Operation.Temperature:
                il.Emit(OpCodes.Ldarg_S, Temper);
                break;
            case Operation.Add or Operation.Subtract or Operation.Multiply:
                Push(il, step.A, variables);
                Push(il, step.B, variables);
                il.Emit(step.Operation switch { Operation.Add => OpCodes.Add, Operation.Subtract => OpCodes.Sub, _ => OpCodes.Mul });
                break;
            case Operation.Negate:
                Push(il, step.A, variables);
                il.Emit(OpCodes.Neg);
                break;
            case Operation.Select:
                EmitSelect(il, step, variables);
                break;
            case Operation.Table or Operation.TableSlope:
                il.Emit(OpCodes.Ldarg_S, Tables);
                il.Emit(OpCodes.Ldc_I4, step.B);
                il.Emit(OpCodes.Ldelem_Ref);
                Push(il, step.A, variables);
                il.Emit(OpCodes.Call, Functions[step.Operation]);
                break;
            default:
                Push(il, step.A, variables);
                if (step.Operation >= Operation.Add)
                    Push(il, step.B, variables);
                il.Emit(OpCodes.Call, Functions[step.Operation]);
                break;
        }
    }

    private static void EmitSelect(ILGenerator il, in Instruction step, LocalBuilder?[] variables)
    {
        var (isFalse, end) = (il.DefineLabel(), il.DefineLabel());
        Push(il, step.A, variables);
        il.Emit(OpCodes.Ldc_R8, 0.0);
        // NaN is not equal to zero, and so true.
        il.Emit(OpCodes.Beq, isFalse);
        Push(il, step.B, variables);
        il.Emit(OpCodes.Br, end);
        il.MarkLabel(isFalse);
        Push(il, step.C, variables);
        il.MarkLabel(end);
    }

    private static void Push(ILGenerator il, int step, LocalBuilder?[] variables)
    {
        if (variables[step] is { } variable)
        {
            il.Emit(OpCodes.Ldloc, variable);
            return;
        }

        il.Emit(OpCodes.Ldarg_S, Constants);
        il.Emit(OpCodes.Ldc_I4, step);
        il.Emit(OpCodes.Ldelem_R8);
    }

    private static MethodInfo Of(Func<double, double> function) => function.Method;

    private static MethodInfo Of(Func<double, double, double> function) => function.Method;
}
