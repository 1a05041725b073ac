using CircuitSim.Devices;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Engine;

/// <summary>
/// Switches: a conductance of one of two values. Within the hysteresis band a switch stays as it was in the iteration
/// before, at first as at the last accepted point, which its place of memory tells (1 on, 0 off): one that toggles and so
/// pulls its own control back does not flutter. A step within which a switch toggles is cut to the crossing.
/// </summary>
internal sealed class SwitchGroup : ElementGroup
{
    private readonly DeviceList<Switch> switches = new();
    private readonly Dictionary<string, int> places = new(StringComparer.OrdinalIgnoreCase);

    public override IReadOnlyList<Type> Kinds { get; } = [typeof(VoltageSwitch), typeof(CurrentSwitch)];

    public override bool IsEmpty => switches.Count == 0;

    public override bool IsLinear => false;

    /// <summary>The index of each switch by the name of its element.</summary>
    public IReadOnlyDictionary<string, int> Places => places;

    public override void Accept(Element element, CircuitNumbering numbering)
    {
        switch (element)
        {
            case VoltageSwitch s:
                Add(s.Positive, s.Negative, numbering.Node(s.ControlPositive), numbering.Node(s.ControlNegative), s.Model, s.InitiallyOn);
                break;
            case CurrentSwitch w:
                Add(w.Positive, w.Negative, numbering.Branch(w.Control), numbering.UnknownCount, w.Model, w.InitiallyOn);
                break;
        }

        void Add(NodeId positive, NodeId negative, int plus, int minus, string model, bool initiallyOn)
        {
            places.Add(element.Name, switches.Count);
            switches.Add(new Switch
            {
                Stamp = new ConductanceStamp(numbering.Node(positive), numbering.Node(negative)),
                Plus = plus,
                Minus = minus,
                Memory = numbering.ReserveMemory(1),
                Parameters = numbering.Card(model, SwitchCard.ToParameters),
                InitiallyOn = initiallyOn,
            });
        }
    }

    /// <summary>Holds a switch on or off whatever its control; null lets it go.</summary>
    public void Hold(int index, bool? on) => switches.All[index].Held = on;

    public bool? HeldState(int index) => switches.All[index].Held;

    public bool IsOn(int index, StampTarget target) => target.AcceptedMemory[switches.All[index].Memory] != 0;

    public override void Describe(Topology topology)
    {
        foreach (var s in switches.All)
            topology.Conduct(s.Stamp.A, s.Stamp.B);
    }

    public override void Reserve(MatrixPlan plan)
    {
        foreach (ref var s in switches.All)
            s.Stamp = s.Stamp.Reserve(plan);
    }

    public override void Resolve(in MatrixSlots slots)
    {
        foreach (ref var s in switches.All)
            s.Stamp = s.Stamp.Resolve(slots);
    }

    public override void Begin(StampTarget target)
    {
        foreach (ref var s in switches.All)
        {
            s.LastState = target.AcceptedMemory[s.Memory] != 0;
            s.LastControl = target.X[s.Plus] - target.X[s.Minus];
        }
    }

    public override void Stamp(StampTarget target)
    {
        foreach (ref var s in switches.All)
        {
            // Before anything is solved, controls of zero say nothing.
            var on = target.SeedsJunctions ? s.LastState : s.StateAt(target.X[s.Plus] - target.X[s.Minus], s.LastState);
            if (on != s.LastState)
                target.LimitedCount++;
            s.LastState = on;
            target.Memory[s.Memory] = on ? 1 : 0;
            var conductance = 1 / (on ? s.Parameters.OnResistance : s.Parameters.OffResistance);
            s.Stamp.Add(target, conductance * s.Stamp.Voltage(target.X), conductance);
        }
    }

    public override void AddNoise(StampTarget target, double celsius, List<NoiseSource> sources)
    {
        foreach (ref var s in switches.All)
            sources.Add(new NoiseSource(s.Stamp.A, s.Stamp.B, NoiseSource.Thermal(1 / (s.LastState ? s.Parameters.OnResistance : s.Parameters.OffResistance), celsius)));
    }

    public override void PrescribeStart(StampTarget target)
    {
        foreach (var s in switches.All)
            target.AcceptedMemory[s.Memory] = s.InitiallyOn ? 1 : 0;
    }

    public override double AcceptablePart(StampTarget target, double step, double resolution)
    {
        var part = 1.0;
        foreach (ref var s in switches.All)
        {
            var (before, after) = (target.AcceptedMemory[s.Memory] != 0, target.Memory[s.Memory] != 0);
            if (before == after || s.Held is not null)
                continue;
            var threshold = after ? s.Parameters.Threshold + s.Parameters.Hysteresis : s.Parameters.Threshold - s.Parameters.Hysteresis;
            var control = target.X[s.Plus] - target.X[s.Minus];
            var crossing = (threshold - s.LastControl) / (control - s.LastControl);
            if (crossing is > 0 and < 1)
                part = Math.Min(part, PartOf(crossing, step, resolution));
        }

        return part;
    }

    public override bool Switched(StampTarget target)
    {
        foreach (var s in switches.All)
        {
            if (target.AcceptedMemory[s.Memory] != target.Memory[s.Memory])
                return true;
        }

        return false;
    }

    private struct Switch
    {
        public required ConductanceStamp Stamp;

        public required int Plus { get; init; }

        public required int Minus { get; init; }

        public required int Memory { get; init; }

        public required SwitchParameters Parameters { get; init; }

        public required bool InitiallyOn { get; init; }

        public bool? Held;

        public bool LastState;

        /// <summary>At the last accepted point [V].</summary>
        public double LastControl;

        public readonly bool StateAt(double control, bool before) =>
            Held ?? (control > Parameters.Threshold + Parameters.Hysteresis
                || (before && control >= Parameters.Threshold - Parameters.Hysteresis));
    }
}
