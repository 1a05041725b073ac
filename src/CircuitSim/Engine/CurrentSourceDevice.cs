namespace CircuitSim.Engine;

/// <summary>A constant current from node a through the source to node b.</summary>
/// <param name="current">Current [A].</param>
internal sealed class CurrentSourceDevice(int a, int b, double current) : IDevice
{
    public void Describe(DcTopology topology)
    {
        // It conducts nothing: nodes that hang on current sources alone float.
    }

    public void Reserve(MatrixPlan plan)
    {
    }

    public void Resolve(in MatrixSlots slots)
    {
    }

    public void Stamp(in StampTarget target)
    {
        target.Residual[a] += current;
        target.Residual[b] -= current;
    }
}
