using System.Runtime.CompilerServices;

namespace CircuitSim.Netlists.Expressions;

/// <summary>
/// What programs have in common that differ in their constants and controls alone, as those of an array's cells do: once
/// they have run long enough to pay for it, one compiled form for all of them.
/// </summary>
internal sealed class ProgramShape(Instruction[] steps, int value, int[] derivatives)
{
    /// <summary>Evaluations after which the compiled form pays for the time that it takes to compile.</summary>
    public const int Patience = 20_000;

    /// <summary>Most steps that are compiled: the time it takes grows faster than they do.</summary>
    private const int MostSteps = 2_000;

    private int evaluations;

    /// <summary>Null as long as programs of this shape are interpreted.</summary>
    public CompiledProgram? Compiled { get; private set; }

    /// <summary>Counts an evaluation.</summary>
    public void Count()
    {
        if (++evaluations == Patience && steps.Length <= MostSteps && RuntimeFeature.IsDynamicCodeCompiled)
            Compiled = ProgramCompiler.Compile(steps, value, derivatives);
    }

    /// <summary>Whether a program has the same steps but for the values of its constants.</summary>
    public bool Fits(ReadOnlySpan<Instruction> otherSteps, int otherValue, ReadOnlySpan<int> otherDerivatives)
    {
        if (value != otherValue || steps.Length != otherSteps.Length || !otherDerivatives.SequenceEqual(derivatives))
            return false;
        for (var k = 0; k < steps.Length; k++)
        {
            if (steps[k] with { Constant = 0 } != otherSteps[k] with { Constant = 0 })
                return false;
        }

        return true;
    }
}
