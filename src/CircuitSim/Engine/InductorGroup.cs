namespace CircuitSim.Engine;

/// <summary>φ = L i, v_a − v_b = dφ/dt; the current is an unknown.</summary>
internal sealed class InductorGroup : DeviceGroup
{
    private readonly DeviceList<Inductor> inductors = new();

    public bool IsEmpty => inductors.Count == 0;

    /// <param name="initialCurrent">[A]</param>
    public void Add(string name, int a, int b, int branch, int flux, double inductance, double initialCurrent) =>
        inductors.Add(new Inductor(name, new BranchStamp(a, b, branch), flux, inductance, initialCurrent));

    public override void Describe(Topology topology)
    {
        foreach (var inductor in inductors.All)
            topology.Induct(inductor.Stamp.A, inductor.Stamp.B, inductor.Name);
    }

    public override void Reserve(MatrixPlan plan)
    {
        foreach (ref var inductor in inductors.All)
        {
            inductor.Stamp = inductor.Stamp.Reserve(plan);
            inductor.OwnPlace = plan.Reserve(inductor.Stamp.Branch, inductor.Stamp.Branch);
        }
    }

    public override void Resolve(in MatrixSlots slots)
    {
        foreach (ref var inductor in inductors.All)
        {
            inductor.Stamp = inductor.Stamp.Resolve(slots);
            inductor.OwnPlace = slots[inductor.OwnPlace];
        }
    }

    public override void Stamp(StampTarget target)
    {
        foreach (ref readonly var inductor in inductors.All)
        {
            target.Charges[inductor.Flux] = inductor.Inductance * target.X[inductor.Stamp.Branch];
            inductor.Stamp.Add(target, target.Rate(inductor.Flux));
            target.Jacobian[inductor.OwnPlace] -= target.Alpha * inductor.Inductance;
        }
    }

    public override void StoreCharges(StampTarget target)
    {
        foreach (ref readonly var inductor in inductors.All)
            target.Charges[inductor.Flux] = inductor.Inductance * target.X[inductor.Stamp.Branch];
    }

    public override void PrescribeStart(StampTarget target)
    {
        foreach (var inductor in inductors.All)
            target.AcceptedCharges[inductor.Flux] = inductor.Inductance * inductor.InitialCurrent;
    }

    private struct Inductor(string name, BranchStamp stamp, int flux, double inductance, double initialCurrent)
    {
        public readonly string Name = name;
        public BranchStamp Stamp = stamp;
        public int OwnPlace;
        public readonly int Flux = flux;
        public readonly double Inductance = inductance;
        public readonly double InitialCurrent = initialCurrent;
    }
}
