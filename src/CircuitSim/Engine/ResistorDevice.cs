namespace CircuitSim.Engine;

/// <summary>i = (v_a − v_b) / R.</summary>
/// <param name="conductance">1/R [S].</param>
internal sealed class ResistorDevice(int a, int b, double conductance) : IDevice
{
    private ConductanceStamp stamp = new(a, b);

    public void Describe(DcTopology topology) => topology.Conduct(a, b);

    public void Reserve(MatrixPlan plan) => stamp = stamp.Reserve(plan);

    public void Resolve(in MatrixSlots slots) => stamp = stamp.Resolve(slots);

    public void Stamp(in StampTarget target) => stamp.Add(target, conductance * stamp.Voltage(target), conductance);
}
