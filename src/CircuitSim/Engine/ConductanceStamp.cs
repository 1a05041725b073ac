using System.Runtime.CompilerServices;

namespace CircuitSim.Engine;

/// <summary>
/// A current i from node a to node b that depends on v = v_a − v_b: i joins both node equations, and di/dv the four
/// matrix places where rows and columns a and b cross. Shared by everything with two terminals and no branch.
/// </summary>
/// <param name="A">Unknown of the first node.</param>
/// <param name="B">Unknown of the second node.</param>
internal readonly record struct ConductanceStamp(int A, int B)
{
    private int AA { get; init; }

    private int AB { get; init; }

    private int BA { get; init; }

    private int BB { get; init; }

    public ConductanceStamp Reserve(MatrixPlan plan) => this with
    {
        AA = plan.Reserve(A, A),
        AB = plan.Reserve(A, B),
        BA = plan.Reserve(B, A),
        BB = plan.Reserve(B, B),
    };

    public ConductanceStamp Resolve(in MatrixSlots slots) => this with
    {
        AA = slots[AA],
        AB = slots[AB],
        BA = slots[BA],
        BB = slots[BB],
    };

    /// <summary>v_a − v_b [V].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Voltage(double[] x) => x[A] - x[B];

    /// <param name="current">i [A].</param>
    /// <param name="conductance">di/dv [S].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(StampTarget target, double current, double conductance)
    {
        AddCurrent(target, current);
        var jacobian = target.Jacobian;
        jacobian[AA] += conductance;
        jacobian[AB] -= conductance;
        jacobian[BA] -= conductance;
        jacobian[BB] += conductance;
    }

    /// <summary>Adds i alone, where di/dv is not asked for [A].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddCurrent(StampTarget target, double current)
    {
        target.Residual[A] += current;
        target.Residual[B] -= current;
    }

    /// <summary>Counts a nonlinear current in the scale against which F is judged [A].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddScale(StampTarget target, double current)
    {
        var magnitude = Math.Abs(current);
        target.CurrentScale[A] += magnitude;
        target.CurrentScale[B] += magnitude;
    }
}
