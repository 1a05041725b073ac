using System.Runtime.CompilerServices;
using CircuitSim.Devices;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Engine;

/// <summary>
/// Vertical power MOSFETs: a channel between inner drain and source, the charges of the gate towards both, and the body's diode from source
/// to drain outside of them. Resistances of the four, and one beside the transistor, are ordinary resistors to internal nodes.
/// </summary>
internal sealed class VdmosGroup : ElementGroup
{
    private const int None = -1;

    /// <summary>Places of the derivatives of a current (drain, gate, source: row) by a voltage (column).</summary>
    private const int DD = 0, DG = 1, DS = 2, GD = 3, GG = 4, GS = 5, SD = 6, SG = 7, SS = 8;

    private readonly DeviceList<Transistor> transistors = new();

    public override IReadOnlyList<Type> Kinds { get; } = [typeof(VerticalMosfet)];

    public override bool IsEmpty => transistors.Count == 0;

    public override bool IsLinear => false;

    public override void NameInternalNodes(Element element, CircuitNumbering numbering)
    {
        var physics = Physics((VerticalMosfet)element, numbering);
        foreach (var (conductance, name) in new[]
        {
            (physics.DrainConductance, "drain"), (physics.GateConductance, "gate"), (physics.SourceConductance, "source"), (physics.Body.SeriesConductance, "body"),
        })
        {
            if (conductance is not null)
                numbering.AddInternalNode($"{element.Name}#{name}");
        }
    }

    public override void Accept(Element element, CircuitNumbering numbering)
    {
        var m = (VerticalMosfet)element;
        var physics = Physics(m, numbering);
        var parameters = numbering.Card(m.Model, VdmosCard.ToParameters);
        var celsius = m.TemperatureIn(numbering.Options);
        var (drain, source) = (numbering.Node(m.Drain), numbering.Node(m.Source));
        numbering.Shunt(drain, source, physics.ShuntConductance, celsius);
        // SPICE takes an oxide of 100 nm here.
        var oxide = PhysicalConstants.OxidePermittivity / 1e-7;
        transistors.Add(new Transistor
        {
            Drain = numbering.Behind(drain, physics.DrainConductance, celsius),
            Gate = numbering.Behind(numbering.Node(m.Gate), physics.GateConductance, celsius),
            Source = numbering.Behind(source, physics.SourceConductance, celsius),
            Body = new ConductanceStamp(numbering.Behind(source, physics.Body.SeriesConductance, celsius), drain),
            SourceCharge = physics.SourceCapacitance > 0 ? numbering.ReserveCharge() : None,
            DrainCharge = physics.HasDrainCharge ? numbering.ReserveCharge() : None,
            BodyCharge = physics.Body.HasCharge ? numbering.ReserveCharge() : None,
            Physics = physics,
            Celsius = celsius,
            Flicker = parameters.FlickerCoefficient / (m.Multiplier.Number * oxide * oxide),
            FlickerExponent = parameters.FlickerExponent,
            IsOff = m.InitiallyOff,
            StartDrainSource = m.InitialDrainSource?.Number,
            StartGateSource = m.InitialGateSource?.Number,
        });
        numbering.HasDevicesOff |= m.InitiallyOff;
    }

    private static Vdmos Physics(VerticalMosfet m, CircuitNumbering numbering) => new(
        numbering.Card(m.Model, VdmosCard.ToParameters), m.Multiplier.Number, m.TemperatureIn(numbering.Options), numbering.Options.NominalTemperature);

    public override void Describe(Topology topology)
    {
        foreach (ref readonly var m in transistors.All)
        {
            topology.Conduct(m.Drain, m.Source);
            topology.Conduct(m.Body.A, m.Body.B);
            if (m.SourceCharge != None)
                topology.Store(m.Gate, m.Source);
            if (m.DrainCharge != None)
                topology.Store(m.Gate, m.Drain);
        }
    }

    public override void Reserve(MatrixPlan plan)
    {
        foreach (ref var m in transistors.All)
        {
            int[] nodes = [m.Drain, m.Gate, m.Source];
            for (var k = 0; k < SlotArray.Length; k++)
            {
                // Without a gate capacitance no current enters the gate.
                m.Slots[k] = k / 3 == 1 && m.SourceCharge == None && m.DrainCharge == None ? plan.Drop() : plan.Reserve(nodes[k / 3], nodes[k % 3]);
            }

            m.Body = m.Body.Reserve(plan);
        }
    }

    public override void Resolve(in MatrixSlots slots)
    {
        foreach (ref var m in transistors.All)
        {
            for (var k = 0; k < SlotArray.Length; k++)
                m.Slots[k] = slots[m.Slots[k]];
            m.Body = m.Body.Resolve(slots);
        }
    }

    public override void Begin(StampTarget target)
    {
        foreach (ref var m in transistors.All)
            (m.LastGate, m.LastDrain, m.LastBody) = Voltages(target.X, m);
    }

    public override void Stamp(StampTarget target)
    {
        foreach (ref var m in transistors.All)
        {
            var (actualGate, actualDrain, actualBody) = Voltages(target.X, m);
            var isHeld = target.HoldsOff && m.IsOff;
            if (isHeld)
                (m.LastGate, m.LastDrain, m.LastBody) = (0, 0, 0);
            else if (target.SeedsJunctions)
                (m.LastGate, m.LastDrain, m.LastBody) = (m.Physics.Threshold + 0.1, 0, m.Physics.Body.CriticalVoltage);
            else
                Limit(ref m, actualGate, actualDrain, actualBody);
            var (vgs, vds, vbody) = (m.LastGate, m.LastDrain, m.LastBody);
            if (!isHeld && (actualGate != vgs || actualDrain != vds || actualBody != vbody))
                target.LimitedCount++;
            StampChannel(target, m, vgs, vds, actualGate - vgs, actualDrain - vds);
            StampBody(target, m, vbody, actualBody - vbody);
        }
    }

    /// <summary>4 k T ⅔ g_m of the channel, and kf |i_d|^af / f over the square of the oxide's capacitance.</summary>
    public override void AddNoise(StampTarget target, double celsius, List<NoiseSource> sources)
    {
        foreach (ref readonly var m in transistors.All)
        {
            var (vgs, vds, _) = Voltages(target.X, m);
            var (current, byGate, _) = m.Physics.ChannelAt(vgs, vds);
            sources.Add(new NoiseSource(m.Drain, m.Source, NoiseSource.Thermal(2.0 / 3 * Math.Abs(byGate), m.Celsius), m.Flicker * Math.Pow(Math.Abs(current), m.FlickerExponent)));
        }
    }

    public override void PrescribeStart(StampTarget target)
    {
        foreach (ref readonly var m in transistors.All)
        {
            var (vgs, vds, vbody) = Voltages(target.X, m);
            if (m.StartGateSource is { } gate)
                vgs = m.Physics.Polarity * gate;
            if (m.StartDrainSource is { } drain)
                (vds, vbody) = (m.Physics.Polarity * drain, -m.Physics.Polarity * drain);
            if (m.SourceCharge != None)
                target.AcceptedCharges[m.SourceCharge] = m.Physics.SourceCapacitance * vgs;
            if (m.DrainCharge != None)
                target.AcceptedCharges[m.DrainCharge] = m.Physics.DrainChargeAt(vgs - vds).Charge;
            if (m.BodyCharge == None)
                continue;
            // Further forward than that no junction stays for longer than an instant.
            vbody = Math.Min(vbody, m.Physics.Body.CriticalVoltage);
            var (current, conductance) = m.Physics.Body.CurrentAt(vbody);
            target.AcceptedCharges[m.BodyCharge] = m.Physics.Body.ChargeAt(vbody, current, conductance).Charge;
        }
    }

    /// <summary>Channel and gate, continued along their tangents to where the solver is.</summary>
    private static void StampChannel(StampTarget target, in Transistor m, double vgs, double vds, double excessGate, double excessDrain)
    {
        ref readonly var physics = ref m.Physics;
        var (channel, byGate, byDrain) = physics.ChannelAt(vgs, vds);
        channel += byGate * excessGate + byDrain * excessDrain;
        double toSource = 0, sourceSlope = 0, toDrain = 0, drainSlope = 0;
        if (m.SourceCharge != None)
            (toSource, sourceSlope) = target.Displacement(m.SourceCharge, excessGate, (physics.SourceCapacitance * vgs, physics.SourceCapacitance));
        if (m.DrainCharge != None)
            (toDrain, drainSlope) = target.Displacement(m.DrainCharge, excessGate - excessDrain, physics.DrainChargeAt(vgs - vds));

        var (residual, scale, polarity) = (target.Residual, target.CurrentScale, physics.Polarity);
        residual[m.Drain] += polarity * (channel - toDrain);
        residual[m.Gate] += polarity * (toSource + toDrain);
        residual[m.Source] -= polarity * (channel + toSource);
        scale[m.Drain] += Math.Abs(channel) + Math.Abs(toDrain);
        scale[m.Gate] += Math.Abs(toSource) + Math.Abs(toDrain);
        scale[m.Source] += Math.Abs(channel) + Math.Abs(toSource);

        // The factor of polarity enters current and voltage alike, so slopes have none.
        var jacobian = target.Jacobian;
        ref readonly var slots = ref m.Slots;
        jacobian[slots[DD]] += byDrain + drainSlope;
        jacobian[slots[DG]] += byGate - drainSlope;
        jacobian[slots[DS]] -= byGate + byDrain;
        jacobian[slots[GD]] -= drainSlope;
        jacobian[slots[GG]] += sourceSlope + drainSlope;
        jacobian[slots[GS]] -= sourceSlope;
        jacobian[slots[SD]] -= byDrain;
        jacobian[slots[SG]] -= byGate + sourceSlope;
        jacobian[slots[SS]] += byGate + byDrain + sourceSlope;
    }

    private static void StampBody(StampTarget target, in Transistor m, double v, double excess)
    {
        var (current, conductance) = m.Physics.Body.CurrentAt(v);
        var (total, slope) = (current + target.JunctionConductance * v, conductance + target.JunctionConductance);
        if (m.BodyCharge != None)
        {
            var (charge, capacitance) = m.Physics.Body.ChargeAt(v, current, conductance);
            target.Charges[m.BodyCharge] = charge + capacitance * excess;
            total += target.Alpha * charge + target.History[m.BodyCharge];
            slope += target.Alpha * capacitance;
        }

        m.Body.Add(target, m.Physics.Polarity * (total + slope * excess), slope);
        m.Body.AddScale(target, total);
    }

    private static (double Gate, double Drain, double Body) Voltages(double[] x, in Transistor m)
    {
        var (polarity, source) = (m.Physics.Polarity, x[m.Source]);
        return (polarity * (x[m.Gate] - source), polarity * (x[m.Drain] - source), polarity * m.Body.Voltage(x));
    }

    private static void Limit(ref Transistor m, double vgs, double vds, double vbody)
    {
        var threshold = m.Physics.Threshold;
        if (m.LastDrain >= 0)
        {
            var vgd = vgs - vds;
            var gate = VoltageLimiting.Gate(vgs, m.LastGate, threshold);
            if (gate != vgs)
                (vgs, vds) = (gate, gate - vgd);
            vds = VoltageLimiting.Channel(vds, m.LastDrain);
        }
        else
        {
            var vgd = vgs - vds;
            var gate = VoltageLimiting.Gate(vgd, m.LastGate - m.LastDrain, threshold);
            var channel = -VoltageLimiting.Channel(gate == vgd ? -vds : gate - vgs, -m.LastDrain);
            if (gate != vgd || channel != vds)
                (vgs, vds) = (gate + channel, channel);
        }

        (m.LastGate, m.LastDrain, m.LastBody) = (vgs, vds, DiodeGroup.Limit(vbody, m.LastBody, m.Physics.Body));
    }

    private struct Transistor
    {
        /// <summary>The inner one, as are gate and source.</summary>
        public required int Drain { get; init; }

        public required int Gate { get; init; }

        public required int Source { get; init; }

        public required ConductanceStamp Body;

        public SlotArray Slots;

        /// <summary>−1 for none, as are the next two.</summary>
        public required int SourceCharge { get; init; }

        public required int DrainCharge { get; init; }

        public required int BodyCharge { get; init; }

        public required Vdmos Physics;

        /// <summary>Its own temperature [°C].</summary>
        public required double Celsius { get; init; }

        /// <summary>kf/C_ox² of all together.</summary>
        public required double Flicker { get; init; }

        public required double FlickerExponent { get; init; }

        public required bool IsOff { get; init; }

        public required double? StartDrainSource { get; init; }

        public required double? StartGateSource { get; init; }

        public double LastGate, LastDrain, LastBody;
    }

    /// <summary>Slots of the 3 × 3 places of drain, gate and source, row by row.</summary>
    [InlineArray(Length)]
    private struct SlotArray
    {
        public const int Length = 9;

        private int first;
    }
}
