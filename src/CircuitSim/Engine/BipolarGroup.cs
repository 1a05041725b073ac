using System.Runtime.CompilerServices;
using CircuitSim.Devices;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Engine;

/// <summary>
/// Bipolar transistors between inner collector, base and emitter, the outer base and the substrate:
/// <code>
///  x ── g_b(v_be, v_bc) ── b        i_ce from c to e, i_be + dq_be/dt from b to e, i_bc + dq_bc/dt from b to c,
///  dq_bx/dt from x to c             i_s + dq_s/dt from the substrate to c, or to b of a lateral one
/// </code>
/// Resistances of collector and emitter, and one of the base that stays as it is, are ordinary resistors to internal nodes. One
/// whose voltages hardly moved is not evaluated again, as a <see cref="MosfetGroup{TChannel}"/> does it. Two places of memory hold the
/// delayed transport current of the last two points, where the card gives an excess phase.
/// </summary>
internal sealed class BipolarGroup(SimulatorOptions options) : ElementGroup
{
    private const double StillPart = 0.01;
    private const int None = -1;

    /// <summary>Places of the derivatives of a current (inner collector, base, emitter, outer base: row) by a voltage (column).</summary>
    private const int CC = 0, CB = 1, CE = 2, BC = 3, BB = 4, BE = 5, EC = 6, EB = 7, EE = 8, XC = 9, XB = 10, XE = 11;

    private readonly DeviceList<Transistor> transistors = new();

    public override IReadOnlyList<Type> Kinds { get; } = [typeof(BipolarTransistor)];

    public override bool IsEmpty => transistors.Count == 0;

    public override bool IsLinear => false;

    public override void NameInternalNodes(Element element, CircuitNumbering numbering)
    {
        var physics = Physics((BipolarTransistor)element, numbering);
        if (physics.CollectorConductance is not null)
            numbering.AddInternalNode($"{element.Name}#collector");
        if (physics.HasBaseResistance)
            numbering.AddInternalNode($"{element.Name}#base");
        if (physics.EmitterConductance is not null)
            numbering.AddInternalNode($"{element.Name}#emitter");
    }

    public override void Accept(Element element, CircuitNumbering numbering)
    {
        var q = (BipolarTransistor)element;
        var (physics, parameters, area) = (Physics(q, numbering), numbering.Card(q.Model, BipolarCard.ToParameters), q.Areas().Emitter);
        var celsius = q.TemperatureIn(numbering.Options);
        var collector = numbering.Behind(numbering.Node(q.Collector), physics.CollectorConductance, celsius);
        var outer = numbering.Node(q.Base);
        var inner = physics.HasVariableBaseResistance ? numbering.Inside(outer)
            : numbering.Behind(outer, physics.HasBaseResistance ? physics.BaseConductance : null, celsius);
        transistors.Add(new Transistor
        {
            Collector = collector,
            Base = inner,
            Emitter = numbering.Behind(numbering.Node(q.Emitter), physics.EmitterConductance, celsius),
            Resistance = new ConductanceStamp(outer, inner),
            Outer = new ConductanceStamp(outer, collector),
            Substrate = new ConductanceStamp(numbering.Node(q.Substrate), physics.IsLateral ? inner : collector),
            EmitterCharge = physics.HasEmitterCharge ? numbering.ReserveCharge() : None,
            CollectorCharge = physics.HasCollectorCharge ? numbering.ReserveCharge() : None,
            OuterCharge = physics.HasOuterCharge ? numbering.ReserveCharge() : None,
            SubstrateCharge = physics.HasSubstrateCharge ? numbering.ReserveCharge() : None,
            Memory = physics.ExcessDelay > 0 ? numbering.ReserveMemory(2) : None,
            Physics = physics,
            Celsius = celsius,
            Flicker = parameters.FlickerCoefficient * Math.Pow(area, 1 - parameters.FlickerExponent),
            FlickerExponent = parameters.FlickerExponent,
            IsOff = q.InitiallyOff,
            StartBaseEmitter = q.InitialBaseEmitter?.Number,
            StartCollectorEmitter = q.InitialCollectorEmitter?.Number,
        });
        numbering.HasDevicesOff |= q.InitiallyOff;
    }

    private static GummelPoon Physics(BipolarTransistor q, CircuitNumbering numbering) => new(
        numbering.Card(q.Model, BipolarCard.ToParameters), q.Areas(), q.TemperatureIn(numbering.Options), numbering.Options.NominalTemperature);

    public override void Describe(Topology topology)
    {
        foreach (var q in transistors.All)
        {
            topology.Conduct(q.Base, q.Emitter);
            topology.Conduct(q.Base, q.Collector);
            topology.Conduct(q.Resistance.A, q.Resistance.B);
            topology.Conduct(q.Substrate.A, q.Substrate.B);
        }
    }

    public override void Reserve(MatrixPlan plan)
    {
        foreach (ref var q in transistors.All)
        {
            int[] nodes = [q.Collector, q.Base, q.Emitter, q.Resistance.A];
            var isVariable = q.Physics.HasVariableBaseResistance;
            for (var k = 0; k < SlotArray.Length; k++)
                q.Slots[k] = k < XC || isVariable ? plan.Reserve(nodes[k / 3], nodes[k % 3]) : plan.Drop();
            if (isVariable)
                q.Resistance = q.Resistance.Reserve(plan);
            if (q.OuterCharge != None)
                q.Outer = q.Outer.Reserve(plan);
            q.Substrate = q.Substrate.Reserve(plan);
        }
    }

    public override void Resolve(in MatrixSlots slots)
    {
        foreach (ref var q in transistors.All)
        {
            for (var k = 0; k < SlotArray.Length; k++)
                q.Slots[k] = slots[q.Slots[k]];
            if (q.Physics.HasVariableBaseResistance)
                q.Resistance = q.Resistance.Resolve(slots);
            if (q.OuterCharge != None)
                q.Outer = q.Outer.Resolve(slots);
            q.Substrate = q.Substrate.Resolve(slots);
        }
    }

    public override void Begin(StampTarget target)
    {
        foreach (ref var q in transistors.All)
            (q.LastBaseEmitter, q.LastBaseCollector, _, q.LastSubstrate) = Voltages(target.X, q);
    }

    public override void ForgetEvaluations()
    {
        foreach (ref var q in transistors.All)
            q.Bias = BipolarBias.Nowhere;
    }

    public override void Stamp(StampTarget target)
    {
        foreach (ref var q in transistors.All)
            Stamp(target, ref q);
    }

    /// <summary>Shot noise of the collector's and the base's current, flicker noise of the base's, and thermal noise of a base resistance that follows it.</summary>
    public override void AddNoise(StampTarget target, double celsius, List<NoiseSource> sources)
    {
        const double twoCharges = 2 * PhysicalConstants.ElementaryCharge;
        foreach (ref readonly var q in transistors.All)
        {
            ref readonly var bias = ref q.Bias;
            var collector = bias.CollectorJunction.Current + target.JunctionConductance * bias.BaseCollector;
            var emitter = bias.EmitterJunction.Current + target.JunctionConductance * bias.BaseEmitter;
            var current = Math.Abs(emitter + collector);
            sources.Add(new NoiseSource(q.Collector, q.Emitter, twoCharges * Math.Abs(bias.Forward.Value - bias.Reverse.Value - collector)));
            sources.Add(new NoiseSource(q.Base, q.Emitter, twoCharges * current, q.Flicker * Math.Pow(current, q.FlickerExponent)));
            if (q.Physics.HasVariableBaseResistance)
                sources.Add(new NoiseSource(q.Resistance.A, q.Resistance.B, NoiseSource.Thermal(bias.BaseConductance.Value, q.Celsius)));
        }
    }

    /// <summary>SPICE turns the slope of i_ce along v_be.</summary>
    public override void AddDelays(List<(int Row, int Column, double Slope, double Delay)> delays)
    {
        foreach (ref readonly var q in transistors.All)
        {
            if (q.Memory == None)
                continue;
            var (slope, delay) = (q.Bias.Forward.ByEmitter - q.Bias.Reverse.ByEmitter, q.Physics.ExcessDelay);
            delays.Add((q.Collector, q.Base, slope, delay));
            delays.Add((q.Collector, q.Emitter, -slope, delay));
            delays.Add((q.Emitter, q.Base, -slope, delay));
            delays.Add((q.Emitter, q.Emitter, slope, delay));
        }
    }

    private void Stamp(StampTarget target, ref Transistor q)
    {
        ref readonly var physics = ref q.Physics;
        var (actualBE, actualBC, actualBX, actualSub) = Voltages(target.X, q);
        var isHeld = target.HoldsOff && q.IsOff;
        if (isHeld || target.SeedsJunctions || !IsStill(q.Bias, actualBE, actualBC, actualBX, actualSub))
        {
            var outer = actualBX;
            if (isHeld)
                (q.LastBaseEmitter, q.LastBaseCollector, outer, q.LastSubstrate) = (0, 0, 0, 0);
            else if (target.SeedsJunctions)
                (q.LastBaseEmitter, q.LastBaseCollector, outer, q.LastSubstrate) = (physics.CriticalVoltage, 0, 0, 0);
            else
                Limit(ref q, actualBE, actualBC, actualSub);
            if (!isHeld && (actualBE != q.LastBaseEmitter || actualBC != q.LastBaseCollector || actualSub != q.LastSubstrate))
                target.LimitedCount++;
            q.Bias = new BipolarBias(physics, q.LastBaseEmitter, q.LastBaseCollector, outer, q.LastSubstrate);
        }
        else
        {
            (q.LastBaseEmitter, q.LastBaseCollector, q.LastSubstrate) = (actualBE, actualBC, actualSub);
        }

        // Everything is continued along its tangent to where the solver is.
        ref readonly var bias = ref q.Bias;
        var (excessBE, excessBC) = (actualBE - bias.BaseEmitter, actualBC - bias.BaseCollector);
        var (alpha, history) = (target.Alpha, target.History);
        var (transport, byEmitter, byCollector) = Transport(target, q.Memory, bias, physics.ExcessDelay, excessBE, excessBC);
        transport += byEmitter * excessBE + byCollector * excessBC;

        var (emitter, emitterByEmitter) = bias.EmitterJunction;
        var emitterByCollector = 0.0;
        emitterByEmitter += target.JunctionConductance;
        emitter += target.JunctionConductance * bias.BaseEmitter;
        if (q.EmitterCharge != None)
        {
            ref readonly var charge = ref bias.EmitterCharge;
            target.Charges[q.EmitterCharge] = charge.Value + charge.ByEmitter * excessBE + charge.ByCollector * excessBC;
            emitter += alpha * charge.Value + history[q.EmitterCharge];
            emitterByEmitter += alpha * charge.ByEmitter;
            emitterByCollector = alpha * charge.ByCollector;
        }

        emitter += emitterByEmitter * excessBE + emitterByCollector * excessBC;
        var (collector, collectorSlope) = target.Junction(
            q.CollectorCharge, bias.BaseCollector, excessBC, bias.CollectorJunction, bias.CollectorCharge);

        var (nodeC, nodeB, nodeE, polarity) = (q.Collector, q.Base, q.Emitter, physics.Polarity);
        var (residual, scale, jacobian) = (target.Residual, target.CurrentScale, target.Jacobian);
        residual[nodeC] += polarity * (transport - collector);
        residual[nodeB] += polarity * (emitter + collector);
        residual[nodeE] -= polarity * (transport + emitter);
        scale[nodeC] += Math.Abs(transport) + Math.Abs(collector);
        scale[nodeB] += Math.Abs(emitter) + Math.Abs(collector);
        scale[nodeE] += Math.Abs(transport) + Math.Abs(emitter);

        // The factor of polarity enters current and voltage alike, so slopes have none.
        ref readonly var slots = ref q.Slots;
        jacobian[slots[CC]] += collectorSlope - byCollector;
        jacobian[slots[CB]] += byEmitter + byCollector - collectorSlope;
        jacobian[slots[CE]] -= byEmitter;
        jacobian[slots[BC]] -= emitterByCollector + collectorSlope;
        jacobian[slots[BB]] += emitterByEmitter + emitterByCollector + collectorSlope;
        jacobian[slots[BE]] -= emitterByEmitter;
        jacobian[slots[EC]] += byCollector + emitterByCollector;
        jacobian[slots[EB]] -= byEmitter + byCollector + emitterByEmitter + emitterByCollector;
        jacobian[slots[EE]] += byEmitter + emitterByEmitter;

        if (physics.HasVariableBaseResistance)
            StampResistance(target, q, bias.BaseConductance, excessBE, excessBC);
        if (q.OuterCharge != None)
        {
            var (current, slope) = target.Displacement(q.OuterCharge, actualBX - bias.OuterCollector, bias.OuterCharge);
            q.Outer.Add(target, polarity * current, slope);
            q.Outer.AddScale(target, current);
        }

        var (substrate, substrateSlope) = target.Junction(
            q.SubstrateCharge, bias.Substrate, actualSub - bias.Substrate, bias.SubstrateJunction, bias.SubstrateCharge);
        q.Substrate.Add(target, physics.SubstratePolarity * substrate, substrateSlope);
        q.Substrate.AddScale(target, substrate);
    }

    /// <summary>
    /// i_ce and its slopes at the bias. With an excess phase i_f / q_b comes late: P. B. Weil and L. P. McNamee's filter of second
    /// order (IEEE Trans. CAS 25, 1978) by backward Euler, over the delayed currents of the last two points.
    /// </summary>
    private static (double Current, double ByEmitter, double ByCollector) Transport(
        StampTarget target, int memory, in BipolarBias bias, double delay, double excessBE, double excessBC)
    {
        ref readonly var forward = ref bias.Forward;
        ref readonly var reverse = ref bias.Reverse;
        var (part, past) = (1.0, 0.0);
        if (memory != None)
        {
            var now = forward.Value + forward.ByEmitter * excessBE + forward.ByCollector * excessBC;
            var (last, before) = (now, now);
            if (target.Alpha != 0)
            {
                last = target.AcceptedMemory[memory];
                before = target.AcceptedMemory[memory + 1];
                var step = target.StepLength / delay;
                var denominator = 1 + 3 * step * (1 + step);
                var growth = target.LastStepLength > 0 ? target.StepLength / target.LastStepLength : 0;
                part = 3 * step * step / denominator;
                past = (last * (1 + growth + 3 * step) - before * growth) / denominator;
            }

            target.Memory[memory] = past + part * now;
            target.Memory[memory + 1] = last;
        }

        return (past + part * forward.Value - reverse.Value, part * forward.ByEmitter - reverse.ByEmitter, part * forward.ByCollector - reverse.ByCollector);
    }

    /// <summary>The base's resistance, which follows v_be and v_bc.</summary>
    private static void StampResistance(StampTarget target, in Transistor q, in FunctionOfTwo conductance, double excessBE, double excessBC)
    {
        var v = q.Resistance.Voltage(target.X);
        var now = Math.Max(conductance.Value + conductance.ByEmitter * excessBE + conductance.ByCollector * excessBC, 0.1 * conductance.Value);
        q.Resistance.Add(target, now * v, now);
        q.Resistance.AddScale(target, now * v);
        var (byEmitter, byCollector) = (q.Physics.Polarity * conductance.ByEmitter * v, q.Physics.Polarity * conductance.ByCollector * v);
        var jacobian = target.Jacobian;
        jacobian[q.Slots[XC]] -= byCollector;
        jacobian[q.Slots[XB]] += byEmitter + byCollector;
        jacobian[q.Slots[XE]] -= byEmitter;
        jacobian[q.Slots[BC]] += byCollector;
        jacobian[q.Slots[BB]] -= byEmitter + byCollector;
        jacobian[q.Slots[BE]] += byEmitter;
    }

    public override void PrescribeStart(StampTarget target)
    {
        foreach (ref readonly var q in transistors.All)
        {
            ref readonly var physics = ref q.Physics;
            var (vbe, vbc, vbx, vsub) = Voltages(target.X, q);
            if (q.StartBaseEmitter is { } startBE)
                vbe = physics.Polarity * startBE;
            if (q.StartCollectorEmitter is { } startCE)
                vbc = vbe - physics.Polarity * startCE;
            // Further forward than that no junction stays for longer than an instant, and its charge would be astronomical.
            var critical = physics.CriticalVoltage;
            var bias = new BipolarBias(physics, Math.Min(vbe, critical), Math.Min(vbc, critical), q.StartCollectorEmitter is null ? vbx : vbc, vsub);
            if (q.EmitterCharge != None)
                target.AcceptedCharges[q.EmitterCharge] = bias.EmitterCharge.Value;
            if (q.CollectorCharge != None)
                target.AcceptedCharges[q.CollectorCharge] = bias.CollectorCharge.Charge;
            if (q.OuterCharge != None)
                target.AcceptedCharges[q.OuterCharge] = bias.OuterCharge.Charge;
            if (q.Memory != None)
                target.AcceptedMemory[q.Memory] = target.AcceptedMemory[q.Memory + 1] = bias.Forward.Value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double BaseEmitter, double BaseCollector, double OuterCollector, double Substrate) Voltages(double[] x, in Transistor q)
    {
        var (polarity, inner) = (q.Physics.Polarity, x[q.Base]);
        return (polarity * (inner - x[q.Emitter]), polarity * (inner - x[q.Collector]), polarity * q.Outer.Voltage(x), q.Physics.SubstratePolarity * q.Substrate.Voltage(x));
    }

    private bool IsStill(in BipolarBias bias, double vbe, double vbc, double vbx, double vsub)
    {
        var (relative, absolute) = (StillPart * options.RelativeTolerance, StillPart * options.VoltageTolerance);
        return Math.Abs(vbe - bias.BaseEmitter) <= relative * Math.Abs(vbe) + absolute
            && Math.Abs(vbc - bias.BaseCollector) <= relative * Math.Abs(vbc) + absolute
            && Math.Abs(vbx - bias.OuterCollector) <= relative * Math.Abs(vbx) + absolute
            && Math.Abs(vsub - bias.Substrate) <= relative * Math.Abs(vsub) + absolute;
    }

    private static void Limit(ref Transistor q, double vbe, double vbc, double vsub)
    {
        var (vt, critical) = (q.Physics.ThermalVoltageOfJunctions, q.Physics.CriticalVoltage);
        q.LastBaseEmitter = VoltageLimiting.Junction(vbe, q.LastBaseEmitter, vt, critical);
        q.LastBaseCollector = VoltageLimiting.Junction(vbc, q.LastBaseCollector, vt, critical);
        var substrateCritical = q.Physics.SubstrateCriticalVoltage;
        q.LastSubstrate = double.IsFinite(substrateCritical) ? VoltageLimiting.Junction(vsub, q.LastSubstrate, vt, substrateCritical) : vsub;
    }

    private struct Transistor
    {
        public Transistor()
        {
        }

        /// <summary>The inner one, as are the next two.</summary>
        public required int Collector { get; init; }

        public required int Base { get; init; }

        public required int Emitter { get; init; }

        /// <summary>From the outer base to the inner one.</summary>
        public required ConductanceStamp Resistance;

        /// <summary>From the outer base to the inner collector.</summary>
        public required ConductanceStamp Outer;

        /// <summary>From the substrate to the inner collector, or base of a lateral transistor.</summary>
        public required ConductanceStamp Substrate;

        public SlotArray Slots;

        /// <summary>−1 for none, as are the next four.</summary>
        public required int EmitterCharge { get; init; }

        public required int CollectorCharge { get; init; }

        public required int OuterCharge { get; init; }

        public required int SubstrateCharge { get; init; }

        public required int Memory { get; init; }

        public required GummelPoon Physics;

        /// <summary>Its own temperature [°C].</summary>
        public required double Celsius { get; init; }

        /// <summary>kf of all areas together, each of which has its part of the current.</summary>
        public required double Flicker { get; init; }

        public required double FlickerExponent { get; init; }

        public required bool IsOff { get; init; }

        public required double? StartBaseEmitter { get; init; }

        public required double? StartCollectorEmitter { get; init; }

        /// <summary>Where it was last evaluated; nowhere at first.</summary>
        public BipolarBias Bias = BipolarBias.Nowhere;

        public double LastBaseEmitter, LastBaseCollector, LastSubstrate;
    }

    /// <summary>Slots of the places of collector, base and emitter in their rows and that of the outer base.</summary>
    [InlineArray(Length)]
    private struct SlotArray
    {
        public const int Length = 12;

        private int first;
    }
}
