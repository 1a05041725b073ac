using CircuitSim.Devices;

namespace CircuitSim.Engine;

/// <summary>Junctions of diodes; their series resistances are ordinary resistors to an internal node.</summary>
internal sealed class DiodeGroup : DeviceGroup
{
    private const int None = -1;

    private readonly DeviceList<Diode> diodes = new();

    public bool IsEmpty => diodes.Count == 0;

    public override bool IsLinear => false;

    /// <param name="anode">Behind the series resistance.</param>
    /// <param name="charge">Null for a diode without charge.</param>
    /// <param name="isOff">Whether it starts the search for an operating point at zero volts.</param>
    /// <param name="initialVoltage">Null takes that of the nodes [V].</param>
    public void Add(int anode, int cathode, int? charge, in JunctionDiode physics, bool isOff, double? initialVoltage) =>
        diodes.Add(new Diode(new ConductanceStamp(anode, cathode), charge ?? None, physics, isOff, initialVoltage));

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

    public override void PrescribeStart(StampTarget target)
    {
        foreach (var diode in diodes.All)
        {
            if (diode.InitialVoltage is not { } v || diode.Charge == None)
                continue;
            var (current, conductance) = diode.Physics.CurrentAt(v);
            (target.AcceptedCharges[diode.Charge], _) = diode.Physics.ChargeAt(v, current, conductance);
        }
    }

    private static double Limit(double actual, double last, in JunctionDiode physics)
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
    }
}
