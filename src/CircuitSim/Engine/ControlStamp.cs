namespace CircuitSim.Engine;

/// <summary>
/// How one unknown c controls a current from node a to node b: the matrix places (a, c) and (b, c). With b at the dummy
/// it is a single place, and a may be a branch equation as well.
/// </summary>
internal readonly record struct ControlStamp(int A, int B, int Control)
{
    private int AC { get; init; }

    private int BC { get; init; }

    public ControlStamp Reserve(MatrixPlan plan) => this with { AC = plan.Reserve(A, Control), BC = plan.Reserve(B, Control) };

    public ControlStamp Resolve(in MatrixSlots slots) => this with { AC = slots[AC], BC = slots[BC] };

    public void Add(double[] jacobian, double derivative)
    {
        jacobian[AC] += derivative;
        jacobian[BC] -= derivative;
    }
}
