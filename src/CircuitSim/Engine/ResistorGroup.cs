using CircuitSim.Netlists.Elements;

namespace CircuitSim.Engine;

/// <summary>i = (v_a − v_b) / R.</summary>
/// <param name="capacity">How many there will be, or a little less: arrays consist of them.</param>
internal sealed class ResistorGroup(int capacity) : ElementGroup<ResistorGroup.Resistor>(capacity)
{
    private int[] nodesA = [], nodesB = [];
    private double[] conductances = [];

    public override IReadOnlyList<Type> Kinds { get; } = [typeof(Netlists.Elements.Resistor)];

    public override void Accept(Element element, CircuitNumbering numbering)
    {
        var r = (Netlists.Elements.Resistor)element;
        Add(numbering.Node(r.Positive), numbering.Node(r.Negative), 1 / r.ResistanceAt(numbering.Options));
    }

    /// <param name="conductance">1/R [S].</param>
    public void Add(int a, int b, double conductance) => Devices.Add(new Resistor(new ConductanceStamp(a, b), conductance));

    public override void Describe(Topology topology)
    {
        foreach (var resistor in Devices.All)
            topology.Conduct(resistor.Stamp.A, resistor.Stamp.B);
    }

    public override void Resolve(in MatrixSlots slots)
    {
        base.Resolve(slots);
        (nodesA, nodesB, conductances) = (new int[Devices.Count], new int[Devices.Count], new double[Devices.Count]);
        for (var k = 0; k < nodesA.Length; k++)
        {
            var resistor = Devices.All[k];
            (nodesA[k], nodesB[k], conductances[k]) = (resistor.Stamp.A, resistor.Stamp.B, resistor.Conductance);
        }
    }

    public override void Stamp(StampTarget target)
    {
        var x = target.X;
        foreach (ref readonly var resistor in Devices.All)
            resistor.Stamp.Add(target, resistor.Conductance * resistor.Stamp.Voltage(x), resistor.Conductance);
    }

    public override void StampResidual(StampTarget target)
    {
        var (x, residual) = (target.X, target.Residual);
        var (a, b, conductance) = (nodesA, nodesB, conductances);
        for (var k = 0; k < a.Length; k++)
        {
            var current = conductance[k] * (x[a[k]] - x[b[k]]);
            residual[a[k]] += current;
            residual[b[k]] -= current;
        }
    }

    internal struct Resistor(ConductanceStamp stamp, double conductance) : IPlacedDevice
    {
        public ConductanceStamp Stamp = stamp;
        public readonly double Conductance = conductance;

        public void Reserve(MatrixPlan plan) => Stamp = Stamp.Reserve(plan);

        public void Resolve(in MatrixSlots slots) => Stamp = Stamp.Resolve(slots);
    }
}
