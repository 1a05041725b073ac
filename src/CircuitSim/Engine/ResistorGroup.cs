using CircuitSim.Netlists.Elements;

namespace CircuitSim.Engine;

/// <summary>i = (v_a − v_b) / R.</summary>
/// <param name="capacity">How many there will be, or a little less: arrays consist of them.</param>
internal sealed class ResistorGroup(int capacity) : ElementGroup
{
    private readonly DeviceList<Resistor> resistors = new(capacity);
    private readonly Dictionary<int, double> temperatures = [];
    private int[] nodesA = [], nodesB = [];
    private double[] conductances = [];

    public override IReadOnlyList<Type> Kinds { get; } = [typeof(Netlists.Elements.Resistor)];

    public override bool IsEmpty => resistors.Count == 0;

    public override void Accept(Element element, CircuitNumbering numbering)
    {
        var r = (Netlists.Elements.Resistor)element;
        Add(numbering.Node(r.Positive), numbering.Node(r.Negative), 1 / r.ResistanceAt(numbering.Options), r.Temperature?.At(numbering.Options));
    }

    /// <param name="conductance">1/R [S].</param>
    /// <param name="celsius">Its own temperature; null for that of the circuit [°C].</param>
    public void Add(int a, int b, double conductance, double? celsius = null)
    {
        resistors.Add(new Resistor(new ConductanceStamp(a, b), conductance));
        if (celsius is { } own)
            temperatures[resistors.Count - 1] = own;
    }

    public override void Describe(Topology topology)
    {
        foreach (var resistor in resistors.All)
            topology.Conduct(resistor.Stamp.A, resistor.Stamp.B);
    }

    public override void Reserve(MatrixPlan plan)
    {
        foreach (ref var resistor in resistors.All)
            resistor.Stamp = resistor.Stamp.Reserve(plan);
    }

    public override void Resolve(in MatrixSlots slots)
    {
        foreach (ref var resistor in resistors.All)
            resistor.Stamp = resistor.Stamp.Resolve(slots);
        (nodesA, nodesB, conductances) = (new int[resistors.Count], new int[resistors.Count], new double[resistors.Count]);
        for (var k = 0; k < nodesA.Length; k++)
        {
            var resistor = resistors.All[k];
            (nodesA[k], nodesB[k], conductances[k]) = (resistor.Stamp.A, resistor.Stamp.B, resistor.Conductance);
        }
    }

    public override void Stamp(StampTarget target)
    {
        var x = target.X;
        foreach (ref readonly var resistor in resistors.All)
            resistor.Stamp.Add(target, resistor.Conductance * resistor.Stamp.Voltage(x), resistor.Conductance);
    }

    public override void AddNoise(StampTarget target, double celsius, List<NoiseSource> sources)
    {
        for (var k = 0; k < resistors.Count; k++)
            sources.Add(new NoiseSource(nodesA[k], nodesB[k], NoiseSource.Thermal(conductances[k], temperatures.GetValueOrDefault(k, celsius))));
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

    private struct Resistor(ConductanceStamp stamp, double conductance)
    {
        public ConductanceStamp Stamp = stamp;
        public readonly double Conductance = conductance;
    }
}
