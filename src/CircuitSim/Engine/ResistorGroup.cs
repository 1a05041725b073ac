using System.Runtime.InteropServices;

namespace CircuitSim.Engine;

/// <summary>i = (v_a − v_b) / R.</summary>
internal sealed class ResistorGroup : DeviceGroup
{
    private readonly List<Resistor> resistors = [];

    public bool IsEmpty => resistors.Count == 0;

    /// <param name="conductance">1/R [S].</param>
    public void Add(int a, int b, double conductance) => resistors.Add(new Resistor(new ConductanceStamp(a, b), conductance));

    public override void Describe(Topology topology)
    {
        foreach (var resistor in resistors)
            topology.Conduct(resistor.Stamp.A, resistor.Stamp.B);
    }

    public override void Reserve(MatrixPlan plan)
    {
        foreach (ref var resistor in CollectionsMarshal.AsSpan(resistors))
            resistor.Stamp = resistor.Stamp.Reserve(plan);
    }

    public override void Resolve(in MatrixSlots slots)
    {
        foreach (ref var resistor in CollectionsMarshal.AsSpan(resistors))
            resistor.Stamp = resistor.Stamp.Resolve(slots);
    }

    public override void Stamp(StampTarget target)
    {
        var x = target.X;
        foreach (ref readonly var resistor in CollectionsMarshal.AsSpan(resistors))
            resistor.Stamp.Add(target, resistor.Conductance * resistor.Stamp.Voltage(x), resistor.Conductance);
    }

    public override void StampResidual(StampTarget target)
    {
        var (x, residual) = (target.X, target.Residual);
        foreach (ref readonly var resistor in CollectionsMarshal.AsSpan(resistors))
            resistor.Stamp.AddCurrent(residual, resistor.Conductance * resistor.Stamp.Voltage(x));
    }

    private struct Resistor(ConductanceStamp stamp, double conductance)
    {
        public ConductanceStamp Stamp = stamp;
        public readonly double Conductance = conductance;
    }
}
