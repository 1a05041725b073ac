using CircuitSim.Netlists.Elements;

namespace CircuitSim.Engine;

/// <summary>v_a − v_b = V(t); the current i from a through the source to b is an unknown of its own.</summary>
internal sealed class VoltageSourceGroup : ElementGroup
{
    private readonly DeviceList<VoltageSource> sources = new();

    public override IReadOnlyList<Type> Kinds { get; } = [typeof(Netlists.Elements.VoltageSource)];

    public override bool IsEmpty => sources.Count == 0;

    /// <summary>Of the present values' magnitudes [V].</summary>
    public double Largest
    {
        get
        {
            var largest = 0.0;
            foreach (ref readonly var source in sources.All)
                largest = Math.Max(largest, Math.Abs(source.Source.Present));
            return largest;
        }
    }

    public override void Accept(Element element, CircuitNumbering numbering)
    {
        var v = (Netlists.Elements.VoltageSource)element;
        var stamp = new BranchStamp(numbering.Node(v.Positive), numbering.Node(v.Negative), numbering.Branch(v.Name));
        sources.Add(new VoltageSource(stamp, numbering.Source(v.Name, v.Voltage)));
    }

    public override void Describe(Topology topology)
    {
        foreach (var source in sources.All)
            topology.FixVoltage(source.Stamp.A, source.Stamp.B, source.Source.Name);
    }

    public override void Reserve(MatrixPlan plan)
    {
        foreach (ref var source in sources.All)
            source.Stamp = source.Stamp.Reserve(plan);
    }

    public override void Resolve(in MatrixSlots slots)
    {
        foreach (ref var source in sources.All)
            source.Stamp = source.Stamp.Resolve(slots);
    }

    public override void Begin(StampTarget target)
    {
        foreach (var source in sources.All)
            source.Source.Update(target.Time, target.SourceScale);
    }

    public override void Stamp(StampTarget target)
    {
        foreach (ref readonly var source in sources.All)
            source.Stamp.Add(target, source.Source.Present);
    }

    private struct VoltageSource(BranchStamp stamp, IndependentSource source)
    {
        public BranchStamp Stamp = stamp;
        public readonly IndependentSource Source = source;
    }
}
