using CircuitSim.Devices;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Engine;

/// <summary>Junctions of diodes; their series resistances are ordinary resistors to an internal node.</summary>
internal sealed class DiodeGroup : ElementGroup
{
    private const int None = -1;

    private readonly DeviceList<Diode> diodes = new();

    public override IReadOnlyList<Type> Kinds { get; } = [typeof(Netlists.Elements.Diode)];

    public override bool IsEmpty => diodes.Count == 0;

    public override bool IsLinear => false;

    public override void NameInternalNodes(Element element, CircuitNumbering numbering)
    {
        if (Physics((Netlists.Elements.Diode)element, numbering).SeriesConductance is not null)
            numbering.AddInternalNode($"{element.Name}#anode");
    }

    public override void Accept(Element element, CircuitNumbering numbering)
    {
        var d = (Netlists.Elements.Diode)element;
        var physics = Physics(d, numbering);
        // The junction lies behind the series resistance.
        var stamp = new ConductanceStamp(numbering.Behind(numbering.Node(d.Anode), physics.SeriesConductance, d.TemperatureIn(numbering.Options)), numbering.Node(d.Cathode));
        diodes.Add(new Diode(stamp, physics.HasCharge ? numbering.ReserveCharge() : None, physics, d.InitiallyOff, d.InitialVoltage?.Number)
        {
            Parameters = numbering.Card(d.Model, DiodeCard.ToParameters),
            Multiplier = d.Multiplier.Number,
        });
        numbering.HasDevicesOff |= d.InitiallyOff;
    }

    private static JunctionDiode Physics(Netlists.Elements.Diode d, CircuitNumbering numbering) =>
        d.Physics(numbering.Card(d.Model, DiodeCard.ToParameters), numbering.Options);

    public override void Describe(Topology topology)
    {
        foreach (var diode in diodes.All)
            topology.Conduct(diode.Stamp.A, diode.Stamp.B);
    }

    public override void Reserve(MatrixPlan plan)
    {
        foreach (ref var diode in diodes.All)
            diode.Stamp = diode.Stamp.Reserve(plan);
    }

    public override void Resolve(in MatrixSlots slots)
    {
        foreach (ref var diode in diodes.All)
            diode.Stamp = diode.Stamp.Resolve(slots);
    }

    public override void Begin(StampTarget target)
    {
        foreach (ref var diode in diodes.All)
            diode.LastVoltage = diode.Stamp.Voltage(target.X);
    }

    public override void Stamp(StampTarget target)
    {
        foreach (ref var diode in diodes.All)
        {
            var actual = diode.Stamp.Voltage(target.X);
            var isHeld = target.HoldsOff && diode.IsOff;
            var v = isHeld ? 0
                : target.SeedsJunctions ? diode.Physics.CriticalVoltage
                : Limit(actual, diode.LastVoltage, diode.Physics);
            diode.LastVoltage = v;
            var excess = actual - v;
            if (excess != 0 && !isHeld)
                target.LimitedCount++;
            var (current, conductance) = diode.Physics.CurrentAt(v);
            var (total, slope) = (current + target.JunctionConductance * v, conductance + target.JunctionConductance);
            if (diode.Charge != None)
            {
                var (charge, capacitance) = diode.Physics.ChargeAt(v, current, conductance);
                target.Charges[diode.Charge] = charge + capacitance * excess;
                total += target.Alpha * charge + target.History[diode.Charge];
                slope += target.Alpha * capacitance;
            }

            // Evaluated at v, continued along the tangent to where the solver is.
            diode.Stamp.Add(target, total + slope * excess, slope);
            diode.Stamp.AddScale(target, total);
        }
    }

    /// <summary>Shot noise 2 q |i|, and kf |i|^af / f of each of the parallel diodes.</summary>
    public override void AddNoise(StampTarget target, double celsius, List<NoiseSource> sources)
    {
        foreach (ref var diode in diodes.All)
        {
            var v = diode.Stamp.Voltage(target.X);
            var current = Math.Abs(diode.Physics.CurrentAt(v).Current + target.JunctionConductance * v);
            var flicker = diode.Parameters.FlickerCoefficient * diode.Multiplier * Math.Pow(current / diode.Multiplier, diode.Parameters.FlickerExponent);
            sources.Add(new NoiseSource(diode.Stamp.A, diode.Stamp.B, 2 * PhysicalConstants.ElementaryCharge * current, flicker));
        }
    }

    public override void PrescribeStart(StampTarget target)
    {
        foreach (var diode in diodes.All)
        {
            var v = diode.InitialVoltage ?? diode.Stamp.Voltage(target.X);
            if (diode.Charge == None || (diode.InitialVoltage is null && v <= diode.Physics.CriticalVoltage))
                continue;
            // Further forward than that no junction stays for longer than an instant, and its charge would be astronomical.
            v = Math.Min(v, diode.Physics.CriticalVoltage);
            var (current, conductance) = diode.Physics.CurrentAt(v);
            (target.AcceptedCharges[diode.Charge], _) = diode.Physics.ChargeAt(v, current, conductance);
        }
    }

    /// <summary>How far the voltage of a junction that may break down goes in one iteration.</summary>
    internal static double Limit(double actual, double last, in JunctionDiode physics)
    {
        var slope = physics.SlopeVoltage;
        var breakdown = physics.BreakdownVoltage;
        if (double.IsFinite(breakdown) && actual < Math.Min(0, 10 * slope - breakdown))
        {
            // Mirrored, breakdown is a junction like the forward one.
            return -(VoltageLimiting.Junction(-(actual + breakdown), -(last + breakdown), physics.BreakdownSlopeVoltage, physics.CriticalVoltage) + breakdown);
        }

        return VoltageLimiting.Junction(actual, last, slope, physics.CriticalVoltage);
    }

    private struct Diode(ConductanceStamp stamp, int charge, JunctionDiode physics, bool isOff, double? initialVoltage)
    {
        public ConductanceStamp Stamp = stamp;
        public readonly int Charge = charge;
        public readonly JunctionDiode Physics = physics;
        public readonly bool IsOff = isOff;
        public readonly double? InitialVoltage = initialVoltage;
        public double LastVoltage;

        public required DiodeParameters Parameters { get; init; }

        public required double Multiplier { get; init; }
    }
}
