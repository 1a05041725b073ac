using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Engine;

/// <summary>
/// The four linear controlled sources. The control is u = x_c − x_d: two node voltages, or a branch current against the
/// dummy. A current source adds g u to the current from a to b; a voltage source has v_a − v_b = g u and a branch.
/// </summary>
internal sealed class ControlledSourceGroup : ElementGroup
{
    private readonly DeviceList<CurrentOutput> currents = new();
    private readonly DeviceList<VoltageOutput> voltages = new();

    public override IReadOnlyList<Type> Kinds { get; } = [typeof(VoltageControlledCurrentSource), typeof(CurrentControlledCurrentSource), typeof(VoltageControlledVoltageSource), typeof(CurrentControlledVoltageSource)];

    public override bool IsEmpty => currents.Count == 0 && voltages.Count == 0;

    public override void Accept(Element element, CircuitNumbering numbering)
    {
        var ground = numbering.UnknownCount;
        switch (element)
        {
            case VoltageControlledCurrentSource g:
                AddCurrent(g.Positive, g.Negative, numbering.Node(g.ControlPositive), numbering.Node(g.ControlNegative), g.Transconductance.Number);
                break;
            case CurrentControlledCurrentSource f:
                AddCurrent(f.Positive, f.Negative, numbering.Branch(f.Control), ground, f.Gain.Number);
                break;
            case VoltageControlledVoltageSource e:
                AddVoltage(e.Positive, e.Negative, numbering.Node(e.ControlPositive), numbering.Node(e.ControlNegative), e.Gain.Number);
                break;
            case CurrentControlledVoltageSource h:
                AddVoltage(h.Positive, h.Negative, numbering.Branch(h.Control), ground, h.Transresistance.Number);
                break;
        }

        void AddCurrent(NodeId positive, NodeId negative, int c, int d, double gain)
        {
            var (a, b) = (numbering.Node(positive), numbering.Node(negative));
            currents.Add(new CurrentOutput(a, b, new ControlStamp(a, b, c), new ControlStamp(a, b, d), gain));
        }

        void AddVoltage(NodeId positive, NodeId negative, int c, int d, double gain)
        {
            var branch = numbering.Branch(element.Name);
            voltages.Add(new VoltageOutput(
                element.Name, new BranchStamp(numbering.Node(positive), numbering.Node(negative), branch),
                new ControlStamp(branch, ground, c), new ControlStamp(branch, ground, d), gain));
        }
    }

    public override void Describe(Topology topology)
    {
        // A current source conducts if feedback makes it so; whether it does, the factorisation will tell.
        foreach (var source in currents.All)
            topology.Conduct(source.A, source.B);
        foreach (var source in voltages.All)
            topology.FixVoltage(source.Stamp.A, source.Stamp.B, source.Name);
    }

    public override void Reserve(MatrixPlan plan)
    {
        foreach (ref var source in currents.All)
            (source.Plus, source.Minus) = (source.Plus.Reserve(plan), source.Minus.Reserve(plan));
        foreach (ref var source in voltages.All)
            (source.Stamp, source.Plus, source.Minus) = (source.Stamp.Reserve(plan), source.Plus.Reserve(plan), source.Minus.Reserve(plan));
    }

    public override void Resolve(in MatrixSlots slots)
    {
        foreach (ref var source in currents.All)
            (source.Plus, source.Minus) = (source.Plus.Resolve(slots), source.Minus.Resolve(slots));
        foreach (ref var source in voltages.All)
            (source.Stamp, source.Plus, source.Minus) = (source.Stamp.Resolve(slots), source.Plus.Resolve(slots), source.Minus.Resolve(slots));
    }

    public override void Stamp(StampTarget target)
    {
        var (x, residual, jacobian) = (target.X, target.Residual, target.Jacobian);
        foreach (ref readonly var source in currents.All)
        {
            var current = source.Gain * (x[source.Plus.Control] - x[source.Minus.Control]);
            residual[source.A] += current;
            residual[source.B] -= current;
            source.Plus.Add(jacobian, source.Gain);
            source.Minus.Add(jacobian, -source.Gain);
        }

        foreach (ref readonly var source in voltages.All)
        {
            source.Stamp.Add(target, source.Gain * (x[source.Plus.Control] - x[source.Minus.Control]));
            source.Plus.Add(jacobian, -source.Gain);
            source.Minus.Add(jacobian, source.Gain);
        }
    }

    private struct CurrentOutput(int a, int b, ControlStamp plus, ControlStamp minus, double gain)
    {
        public readonly int A = a;
        public readonly int B = b;
        public ControlStamp Plus = plus;
        public ControlStamp Minus = minus;
        public readonly double Gain = gain;
    }

    private struct VoltageOutput(string name, BranchStamp stamp, ControlStamp plus, ControlStamp minus, double gain)
    {
        public readonly string Name = name;
        public BranchStamp Stamp = stamp;
        public ControlStamp Plus = plus;
        public ControlStamp Minus = minus;
        public readonly double Gain = gain;
    }
}
