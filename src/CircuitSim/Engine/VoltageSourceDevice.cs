namespace CircuitSim.Engine;

/// <summary>v_a − v_b = V; the current i from a through the source to b is an unknown of its own.</summary>
/// <param name="branch">Unknown of the current.</param>
/// <param name="voltage">V [V].</param>
internal sealed class VoltageSourceDevice(string name, int a, int b, int branch, double voltage) : IDevice
{
    // Matrix places: the current in both node equations, the nodes in the branch equation.
    private int currentAtA, currentAtB, voltageOfA, voltageOfB;

    public void Describe(DcTopology topology) => topology.FixVoltage(a, b, name);

    public void Reserve(MatrixPlan plan)
    {
        currentAtA = plan.Reserve(a, branch);
        currentAtB = plan.Reserve(b, branch);
        voltageOfA = plan.Reserve(branch, a);
        voltageOfB = plan.Reserve(branch, b);
    }

    public void Resolve(in MatrixSlots slots)
    {
        currentAtA = slots[currentAtA];
        currentAtB = slots[currentAtB];
        voltageOfA = slots[voltageOfA];
        voltageOfB = slots[voltageOfB];
    }

    public void Stamp(in StampTarget target)
    {
        var i = target.X[branch];
        target.Residual[a] += i;
        target.Residual[b] -= i;
        target.Residual[branch] += target.X[a] - target.X[b] - voltage;
        target.Jacobian[currentAtA] += 1;
        target.Jacobian[currentAtB] -= 1;
        target.Jacobian[voltageOfA] += 1;
        target.Jacobian[voltageOfB] -= 1;
    }
}
