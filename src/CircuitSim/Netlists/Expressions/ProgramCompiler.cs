using System.Diagnostics.CodeAnalysis;
using System.Reflection.Emit;

namespace CircuitSim.Netlists.Expressions;

/// <summary>
/// Compiles a straight-line program: every step that the results need becomes a variable, in order, by the very operation
/// that <see cref="OperationFunctions"/> has for it, so that both give the same bits.
/// </summary>
internal static class ProgramCompiler
{
    // Positions of the parameters of CompiledProgram.
    private const byte Controls = 0, Time = 1, Temper = 2, Derivatives = 3, Constants = 4, Tables = 5;

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

    /// <summary>Which steps value and derivatives need.</summary>
    public static bool[] Needed(ReadOnlySpan<Instruction> steps, int value, ReadOnlySpan<int> derivatives)
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
                il.Emit(OpCodes.Call, (step.Operation == Operation.Table ? Scalar.Table : (Func<double[], double, double>)Scalar.TableSlope).Method);
                break;
            default:
                Push(il, step.A, variables);
                if (step.Operation >= Operation.Add)
                    Push(il, step.B, variables);
                il.Emit(OpCodes.Call, OperationFunctions.MethodOf(step.Operation));
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
}
