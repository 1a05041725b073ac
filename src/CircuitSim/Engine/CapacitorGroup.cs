using System.Runtime.InteropServices;

namespace CircuitSim.Engine;

/// <summary>q = C (v_a − v_b), i = dq/dt.</summary>
internal sealed class CapacitorGroup : DeviceGroup
{
    private readonly List<Capacitor> capacitors = [];

    public bool IsEmpty => capacitors.Count == 0;

    /// <param name="initialVoltage">Null takes that of the nodes [V].</param>
    public void Add(int a, int b, int charge, double capacitance, double? initialVoltage) =>
        capacitors.Add(new Capacitor(new ConductanceStamp(a, b), charge, capacitance, initialVoltage));

    public override void Describe(Topology topology)
    {
        foreach (var capacitor in capacitors)
            topology.Store(capacitor.Stamp.A, capacitor.Stamp.B);
    }

    public override void Reserve(MatrixPlan plan)
    {
        foreach (ref var capacitor in CollectionsMarshal.AsSpan(capacitors))
            capacitor.Stamp = capacitor.Stamp.Reserve(plan);
    }

    public override void Resolve(in MatrixSlots slots)
    {
        foreach (ref var capacitor in CollectionsMarshal.AsSpan(capacitors))
            capacitor.Stamp = capacitor.Stamp.Resolve(slots);
    }

    public override void Stamp(StampTarget target)
    {
        var (x, charges, history, alpha) = (target.X, target.Charges, target.History, target.Alpha);
        foreach (ref readonly var capacitor in CollectionsMarshal.AsSpan(capacitors))
        {
            var charge = capacitor.Capacitance * capacitor.Stamp.Voltage(x);
            charges[capacitor.Charge] = charge;
            capacitor.Stamp.Add(target, alpha * charge + history[capacitor.Charge], alpha * capacitor.Capacitance);
        }
    }

    public override void StampResidual(StampTarget target)
    {
        var (x, residual, charges, history, alpha) = (target.X, target.Residual, target.Charges, target.History, target.Alpha);
        foreach (ref readonly var capacitor in CollectionsMarshal.AsSpan(capacitors))
        {
            var charge = capacitor.Capacitance * capacitor.Stamp.Voltage(x);
            charges[capacitor.Charge] = charge;
            capacitor.Stamp.AddCurrent(residual, alpha * charge + history[capacitor.Charge]);
        }
    }

    public override void PrescribeStart(StampTarget target)
    {
        foreach (var capacitor in capacitors)
            target.AcceptedCharges[capacitor.Charge] = capacitor.Capacitance * (capacitor.InitialVoltage ?? capacitor.Stamp.Voltage(target.X));
    }

    private struct Capacitor(ConductanceStamp stamp, int charge, double capacitance, double? initialVoltage)
    {
        public ConductanceStamp Stamp = stamp;
        public readonly int Charge = charge;
        public readonly double Capacitance = capacitance;
        public readonly double? InitialVoltage = initialVoltage;
    }
}
