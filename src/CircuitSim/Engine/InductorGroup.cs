using CircuitSim.Netlists.Elements;

namespace CircuitSim.Engine;

/// <summary>
/// φ = L i, v_a − v_b = dφ/dt; the current is an unknown. Coupled inductors share flux: φ₁ = L₁ i₁ + M i₂ with M = k √(L₁ L₂),
/// so that the history of a flux holds that of all currents that make it.
/// </summary>
internal sealed class InductorGroup : ElementGroup
{
    private readonly DeviceList<Inductor> inductors = new();
    private readonly DeviceList<Coupling> couplings = new();
    private readonly List<(string First, string Second, double Factor)> named = [];

    public override IReadOnlyList<Type> Kinds { get; } = [typeof(Netlists.Elements.Inductor), typeof(CoupledInductors)];

    public override bool IsEmpty => inductors.Count == 0;

    public override void Accept(Element element, CircuitNumbering numbering)
    {
        if (element is CoupledInductors k)
        {
            // The inductors may follow.
            foreach (var (first, second) in k.Pairs)
                named.Add((first, second, k.Coupling.Number));
            return;
        }

        var l = (Netlists.Elements.Inductor)element;
        var stamp = new BranchStamp(numbering.Node(l.Positive), numbering.Node(l.Negative), numbering.Branch(l.Name));
        inductors.Add(new Inductor(l.Name, stamp, numbering.ReserveCharge(), l.InductanceAt(numbering.Options), l.InitialCurrent?.Number ?? 0));
    }

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

        ResolveNames();
        foreach (ref var coupling in couplings.All)
        {
            coupling.FirstBySecond = plan.Reserve(coupling.FirstBranch, coupling.SecondBranch);
            coupling.SecondByFirst = plan.Reserve(coupling.SecondBranch, coupling.FirstBranch);
        }
    }

    public override void Resolve(in MatrixSlots slots)
    {
        foreach (ref var inductor in inductors.All)
        {
            inductor.Stamp = inductor.Stamp.Resolve(slots);
            inductor.OwnPlace = slots[inductor.OwnPlace];
        }

        foreach (ref var coupling in couplings.All)
        {
            coupling.FirstBySecond = slots[coupling.FirstBySecond];
            coupling.SecondByFirst = slots[coupling.SecondByFirst];
        }
    }

    public override void Stamp(StampTarget target)
    {
        // A rate is that of a whole flux.
        StoreCharges(target);
        foreach (ref readonly var inductor in inductors.All)
        {
            inductor.Stamp.Add(target, target.Rate(inductor.Flux));
            target.Jacobian[inductor.OwnPlace] -= target.Alpha * inductor.Inductance;
        }

        foreach (ref readonly var coupling in couplings.All)
        {
            target.Jacobian[coupling.FirstBySecond] -= target.Alpha * coupling.Mutual;
            target.Jacobian[coupling.SecondByFirst] -= target.Alpha * coupling.Mutual;
        }
    }

    public override void StoreCharges(StampTarget target)
    {
        foreach (ref readonly var inductor in inductors.All)
            target.Charges[inductor.Flux] = inductor.Inductance * target.X[inductor.Stamp.Branch];
        foreach (ref readonly var coupling in couplings.All)
        {
            target.Charges[coupling.FirstFlux] += coupling.Mutual * target.X[coupling.SecondBranch];
            target.Charges[coupling.SecondFlux] += coupling.Mutual * target.X[coupling.FirstBranch];
        }
    }

    public override void PrescribeStart(StampTarget target)
    {
        foreach (ref readonly var inductor in inductors.All)
            target.AcceptedCharges[inductor.Flux] = inductor.Inductance * inductor.InitialCurrent;
        foreach (ref readonly var coupling in couplings.All)
        {
            target.AcceptedCharges[coupling.FirstFlux] += coupling.Mutual * coupling.SecondInitialCurrent;
            target.AcceptedCharges[coupling.SecondFlux] += coupling.Mutual * coupling.FirstInitialCurrent;
        }
    }

    private void ResolveNames()
    {
        if (named.Count == 0)
            return;
        var index = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var k = 0; k < inductors.Count; k++)
            index.Add(inductors.All[k].Name, k);
        foreach (var (first, second, factor) in named)
            couplings.Add(new Coupling(inductors.All[index[first]], inductors.All[index[second]], factor));
        named.Clear();
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

    private struct Coupling(in Inductor first, in Inductor second, double factor)
    {
        public readonly int FirstBranch = first.Stamp.Branch, SecondBranch = second.Stamp.Branch;
        public readonly int FirstFlux = first.Flux, SecondFlux = second.Flux;
        public readonly double FirstInitialCurrent = first.InitialCurrent, SecondInitialCurrent = second.InitialCurrent;

        /// <summary>M [H].</summary>
        public readonly double Mutual = factor * Math.Sqrt(first.Inductance) * Math.Sqrt(second.Inductance);

        public int FirstBySecond, SecondByFirst;
    }
}
