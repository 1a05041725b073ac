namespace CircuitSim.Engine;

/// <summary>
/// An element whose current from node a to node b is an unknown: the current joins both node equations, and the branch
/// equation begins with v_a − v_b; the element subtracts its law from it.
/// </summary>
internal readonly record struct BranchStamp(int A, int B, int Branch)
{
    private int CurrentAtA { get; init; }

    private int CurrentAtB { get; init; }

    private int VoltageOfA { get; init; }

    private int VoltageOfB { get; init; }

    public BranchStamp Reserve(MatrixPlan plan) => this with
    {
        CurrentAtA = plan.Reserve(A, Branch),
        CurrentAtB = plan.Reserve(B, Branch),
        VoltageOfA = plan.Reserve(Branch, A),
        VoltageOfB = plan.Reserve(Branch, B),
    };

    public BranchStamp Resolve(in MatrixSlots slots) => this with
    {
        CurrentAtA = slots[CurrentAtA],
        CurrentAtB = slots[CurrentAtB],
        VoltageOfA = slots[VoltageOfA],
        VoltageOfB = slots[VoltageOfB],
    };

    /// <param name="voltage">What the law says v_a − v_b is [V].</param>
    public void Add(StampTarget target, double voltage)
    {
        var (x, residual, jacobian) = (target.X, target.Residual, target.Jacobian);
        var current = x[Branch];
        residual[A] += current;
        residual[B] -= current;
        residual[Branch] += x[A] - x[B] - voltage;
        jacobian[CurrentAtA] += 1;
        jacobian[CurrentAtB] -= 1;
        jacobian[VoltageOfA] += 1;
        jacobian[VoltageOfB] -= 1;
    }
}
