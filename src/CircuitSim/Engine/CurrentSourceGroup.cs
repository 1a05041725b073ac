using CircuitSim.Netlists.Elements;

namespace CircuitSim.Engine;

/// <summary>A current from node a through the source to node b, whatever the voltage.</summary>
internal sealed class CurrentSourceGroup : ElementGroup
{
    private readonly DeviceList<CurrentSource> sources = new();

    public override IReadOnlyList<Type> Kinds { get; } = [typeof(Netlists.Elements.CurrentSource)];

    public override bool IsEmpty => sources.Count == 0;

    /// <summary>What flows from a to b at present [A].</summary>
    public IEnumerable<(string Name, int A, int B, double Value)> Currents
    {
        get
        {
            for (var k = 0; k < sources.Count; k++)
            {
                var source = sources.All[k];
                yield return (source.Source.Name, source.A, source.B, source.Source.Present);
            }
        }
    }

    public override void Accept(Element element, CircuitNumbering numbering)
    {
        var i = (Netlists.Elements.CurrentSource)element;
        sources.Add(new CurrentSource(numbering.Node(i.Positive), numbering.Node(i.Negative), numbering.Source(i.Name, i.Current)));
    }

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
        foreach (var source in sources.All)
            source.Source.Update(target.Time, target.SourceScale);
    }

    public override void Stamp(StampTarget target)
    {
        foreach (var source in sources.All)
        {
            target.Residual[source.A] += source.Source.Present;
            target.Residual[source.B] -= source.Source.Present;
        }
    }

    private readonly struct CurrentSource(int a, int b, IndependentSource source)
    {
        public readonly int A = a;
        public readonly int B = b;
        public readonly IndependentSource Source = source;
    }
}
