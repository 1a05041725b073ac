namespace CircuitSim.Engine;

/// <summary>A current from node a through the source to node b, whatever the voltage.</summary>
internal sealed class CurrentSourceGroup : DeviceGroup
{
    private readonly List<(int A, int B, IndependentSource Source)> sources = [];

    public bool IsEmpty => sources.Count == 0;

    public void Add(int a, int b, IndependentSource source) => sources.Add((a, b, source));

    public override void Describe(Topology topology)
    {
        // They conduct nothing: nodes that hang on current sources alone float.
    }

    public override void Reserve(MatrixPlan plan)
    {
    }

    public override void Resolve(in MatrixSlots slots)
    {
    }

    public override void Begin(StampTarget target)
    {
        foreach (var (_, _, source) in sources)
            source.Update(target.Time, target.SourceScale);
    }

    public override void Stamp(StampTarget target)
    {
        foreach (var (a, b, source) in sources)
        {
            target.Residual[a] += source.Present;
            target.Residual[b] -= source.Present;
        }
    }
}
