using CircuitSim.Netlists.Elements;

namespace CircuitSim.Engine;

/// <summary>q = C (v_a − v_b), i = dq/dt. What a point needs lies in arrays of its own: a ladder is nothing but this loop.</summary>
internal sealed class CapacitorGroup : ElementGroup
{
    private readonly DeviceList<Capacitor> capacitors = new();
    private int[] nodesA = [], nodesB = [], chargeIndices = [];
    private double[] capacitances = [];

    public override IReadOnlyList<Type> Kinds { get; } = [typeof(Netlists.Elements.Capacitor)];

    public override bool IsEmpty => capacitors.Count == 0;

    public override void Accept(Element element, CircuitNumbering numbering)
    {
        var c = (Netlists.Elements.Capacitor)element;
        var stamp = new ConductanceStamp(numbering.Node(c.Positive), numbering.Node(c.Negative));
        capacitors.Add(new Capacitor(stamp, numbering.ReserveCharge(), c.CapacitanceAt(numbering.Options), c.InitialVoltage?.Number));
    }

    public override void Describe(Topology topology)
    {
        foreach (var capacitor in capacitors.All)
            topology.Store(capacitor.Stamp.A, capacitor.Stamp.B);
    }

    public override void Reserve(MatrixPlan plan)
    {
        foreach (ref var capacitor in capacitors.All)
            capacitor.Stamp = capacitor.Stamp.Reserve(plan);
    }

    public override void Resolve(in MatrixSlots slots)
    {
        foreach (ref var capacitor in capacitors.All)
            capacitor.Stamp = capacitor.Stamp.Resolve(slots);
        (nodesA, nodesB) = (new int[capacitors.Count], new int[capacitors.Count]);
        (chargeIndices, capacitances) = (new int[capacitors.Count], new double[capacitors.Count]);
        for (var k = 0; k < nodesA.Length; k++)
        {
            var capacitor = capacitors.All[k];
            (nodesA[k], nodesB[k]) = (capacitor.Stamp.A, capacitor.Stamp.B);
            (chargeIndices[k], capacitances[k]) = (capacitor.Charge, capacitor.Capacitance);
        }
    }

    public override void Stamp(StampTarget target)
    {
        var (x, charges, history, alpha) = (target.X, target.Charges, target.History, target.Alpha);
        foreach (ref readonly var capacitor in capacitors.All)
        {
            var charge = capacitor.Capacitance * capacitor.Stamp.Voltage(x);
            charges[capacitor.Charge] = charge;
            capacitor.Stamp.Add(target, alpha * charge + history[capacitor.Charge], alpha * capacitor.Capacitance);
        }
    }

    public override void StampResidual(StampTarget target)
    {
        var (x, residual, history, alpha) = (target.X, target.Residual, target.History, target.Alpha);
        var (a, b, charge, capacitance) = (nodesA, nodesB, chargeIndices, capacitances);
        var ground = x.Length - 1;
        for (var k = 0; k < a.Length; k++)
        {
            var current = alpha * (capacitance[k] * (x[a[k]] - x[b[k]])) + history[charge[k]];
            residual[a[k]] += current;
            // Every addition to ground's place would wait for the one before.
            if (b[k] != ground)
                residual[b[k]] -= current;
        }
    }

    public override void StoreCharges(StampTarget target)
    {
        var (x, charges) = (target.X, target.Charges);
        var (a, b, charge, capacitance) = (nodesA, nodesB, chargeIndices, capacitances);
        for (var k = 0; k < a.Length; k++)
            charges[charge[k]] = capacitance[k] * (x[a[k]] - x[b[k]]);
    }

    /// <summary>The capacitors between a node and ground: the node, and the voltage that ic gives it [V].</summary>
    /// <param name="ground">The place of ground among the unknowns.</param>
    public IEnumerable<(int Node, double? Voltage)> Grounded(int ground)
    {
        for (var k = 0; k < capacitors.Count; k++)
        {
            var c = capacitors.All[k];
            if (c.Stamp.B == ground && c.Stamp.A != ground)
                yield return (c.Stamp.A, c.InitialVoltage);
            else if (c.Stamp.A == ground && c.Stamp.B != ground)
                yield return (c.Stamp.B, -c.InitialVoltage);
        }
    }

    public override void PrescribeStart(StampTarget target)
    {
        foreach (var capacitor in capacitors.All)
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
