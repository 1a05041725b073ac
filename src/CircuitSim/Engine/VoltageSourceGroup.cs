using System.Runtime.InteropServices;

namespace CircuitSim.Engine;

/// <summary>v_a − v_b = V(t); the current i from a through the source to b is an unknown of its own.</summary>
internal sealed class VoltageSourceGroup : DeviceGroup
{
    private readonly List<(BranchStamp Stamp, IndependentSource Source)> sources = [];

    public bool IsEmpty => sources.Count == 0;

    public void Add(int a, int b, int branch, IndependentSource source) => sources.Add((new BranchStamp(a, b, branch), source));

    public override void Describe(Topology topology)
    {
        foreach (var (stamp, source) in sources)
            topology.FixVoltage(stamp.A, stamp.B, source.Name);
    }

    public override void Reserve(MatrixPlan plan)
    {
        foreach (ref var source in CollectionsMarshal.AsSpan(sources))
            source.Stamp = source.Stamp.Reserve(plan);
    }

    public override void Resolve(in MatrixSlots slots)
    {
        foreach (ref var source in CollectionsMarshal.AsSpan(sources))
            source.Stamp = source.Stamp.Resolve(slots);
    }

    public override void Begin(StampTarget target)
    {
        foreach (var (_, source) in sources)
            source.Update(target.Time, target.SourceScale);
    }

    public override void Stamp(StampTarget target)
    {
        foreach (ref readonly var source in CollectionsMarshal.AsSpan(sources))
            source.Stamp.Add(target, source.Source.Present);
    }
}
