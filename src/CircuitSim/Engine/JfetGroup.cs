using System.Runtime.CompilerServices;
using CircuitSim.Devices;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Engine;

/// <summary>
/// Junction field-effect transistors and MESFETs between drain, gate and source: a channel and two diodes with their charges. That of a
/// MESFET's gate is one of two voltages: from point to point each gets half of what it alone would change at either value of the other,
/// so that both together are the charge; two places of memory hold the voltages of the last point. Resistances of drain and source are
/// ordinary resistors to internal nodes. One whose voltages hardly moved is not evaluated again, as a <see cref="MosfetGroup{TChannel}"/> does it.
/// </summary>
internal sealed class JfetGroup(SimulatorOptions options) : ElementGroup
{
    private const double StillPart = 0.01;
    private const int None = -1;

    /// <summary>Places of the derivatives of a current (drain, gate, source: row) by a voltage (column).</summary>
    private const int DD = 0, DG = 1, DS = 2, GD = 3, GG = 4, GS = 5, SD = 6, SG = 7, SS = 8;

    private readonly DeviceList<Transistor> transistors = new();

    public override IReadOnlyList<Type> Kinds { get; } = [typeof(Jfet), typeof(Mesfet)];

    public override bool IsEmpty => transistors.Count == 0;

    public override bool IsLinear => false;

    public override void NameInternalNodes(Element element, CircuitNumbering numbering)
    {
        var physics = Physics((JunctionTransistor)element, numbering);
        if (physics.DrainConductance is not null)
            numbering.AddInternalNode($"{element.Name}#drain");
        if (physics.SourceConductance is not null)
            numbering.AddInternalNode($"{element.Name}#source");
    }

    public override void Accept(Element element, CircuitNumbering numbering)
    {
        var j = (JunctionTransistor)element;
        var physics = Physics(j, numbering);
        var celsius = j.TemperatureIn(numbering.Options);
        transistors.Add(new Transistor
        {
            Drain = numbering.Behind(numbering.Node(j.Drain), physics.DrainConductance, celsius),
            Gate = numbering.Node(j.Gate),
            Source = numbering.Behind(numbering.Node(j.Source), physics.SourceConductance, celsius),
            SourceCharge = physics.HasGateCharge || physics.SourceJunction.HasCharge ? numbering.ReserveCharge() : None,
            DrainCharge = physics.HasGateCharge || physics.DrainJunction.HasCharge ? numbering.ReserveCharge() : None,
            Memory = physics.HasGateCharge ? numbering.ReserveMemory(2) : None,
            Physics = physics,
            Parameters = numbering.Card(j.Model, j.Parameters),
            Multiplier = j.Multiplier.Number,
            Celsius = celsius,
            IsOff = j.InitiallyOff,
            StartDrainSource = j.InitialDrainSource?.Number,
            StartGateSource = j.InitialGateSource?.Number,
        });
        numbering.HasDevicesOff |= j.InitiallyOff;
    }

    private static JunctionFet Physics(JunctionTransistor j, CircuitNumbering numbering) => new(
        numbering.Card(j.Model, j.Parameters), j.Area.Number * j.Multiplier.Number, j.TemperatureIn(numbering.Options), numbering.Options.NominalTemperature);

    public override void Describe(Topology topology)
    {
        foreach (ref readonly var j in transistors.All)
        {
            topology.Conduct(j.Gate, j.Source);
            topology.Conduct(j.Gate, j.Drain);
        }
    }

    public override void Reserve(MatrixPlan plan)
    {
        foreach (ref var j in transistors.All)
        {
            int[] nodes = [j.Drain, j.Gate, j.Source];
            for (var k = 0; k < SlotArray.Length; k++)
                j.Slots[k] = plan.Reserve(nodes[k / 3], nodes[k % 3]);
        }
    }

    public override void Resolve(in MatrixSlots slots)
    {
        foreach (ref var j in transistors.All)
        {
            for (var k = 0; k < SlotArray.Length; k++)
                j.Slots[k] = slots[j.Slots[k]];
        }
    }

    public override void Begin(StampTarget target)
    {
        foreach (ref var j in transistors.All)
            (j.LastSource, j.LastDrain) = Voltages(target.X, j);
    }

    public override void ForgetEvaluations()
    {
        foreach (ref var j in transistors.All)
            j.Bias = JfetBias.Nowhere;
    }

    public override void Stamp(StampTarget target)
    {
        foreach (ref var j in transistors.All)
            Stamp(target, ref j);
    }

    private void Stamp(StampTarget target, ref Transistor j)
    {
        ref readonly var physics = ref j.Physics;
        var (actualSource, actualDrain) = Voltages(target.X, j);
        var isHeld = target.HoldsOff && j.IsOff;
        if (isHeld || target.SeedsJunctions || !IsStill(j.Bias, actualSource, actualDrain))
        {
            (j.LastSource, j.LastDrain) = isHeld ? (0, 0)
                : target.SeedsJunctions ? (-1, -1)
                : (Limit(actualSource, j.LastSource, physics.SourceJunction, physics.Threshold), Limit(actualDrain, j.LastDrain, physics.DrainJunction, physics.Threshold));
            if (!isHeld && (actualSource != j.LastSource || actualDrain != j.LastDrain))
                target.LimitedCount++;
            j.Bias = new JfetBias(physics, j.LastSource, j.LastDrain);
        }
        else
        {
            (j.LastSource, j.LastDrain) = (actualSource, actualDrain);
        }

        // Everything is continued along its tangent to where the solver is.
        ref readonly var bias = ref j.Bias;
        var (excessSource, excessDrain) = (actualSource - bias.GateSource, actualDrain - bias.GateDrain);
        var (channel, bySource, byDrain) = bias.Channel;
        channel += bySource * excessSource + byDrain * excessDrain;
        var (sourceCharge, drainCharge) = j.Memory == None ? (bias.SourceCharge, bias.DrainCharge) : GateCharges(target, j, actualSource, actualDrain);
        var (toSource, sourceSlope) = target.Junction(j.SourceCharge, bias.GateSource, excessSource, bias.SourceJunction, sourceCharge);
        var (toDrain, drainSlope) = target.Junction(j.DrainCharge, bias.GateDrain, excessDrain, bias.DrainJunction, drainCharge);

        var (residual, scale, polarity) = (target.Residual, target.CurrentScale, physics.Polarity);
        residual[j.Drain] += polarity * (channel - toDrain);
        residual[j.Gate] += polarity * (toSource + toDrain);
        residual[j.Source] -= polarity * (channel + toSource);
        scale[j.Drain] += Math.Abs(channel) + Math.Abs(toDrain);
        scale[j.Gate] += Math.Abs(toSource) + Math.Abs(toDrain);
        scale[j.Source] += Math.Abs(channel) + Math.Abs(toSource);

        // The factor of polarity enters current and voltage alike, so slopes have none.
        var jacobian = target.Jacobian;
        ref readonly var slots = ref j.Slots;
        jacobian[slots[DD]] += drainSlope - byDrain;
        jacobian[slots[DG]] += bySource + byDrain - drainSlope;
        jacobian[slots[DS]] -= bySource;
        jacobian[slots[GD]] -= drainSlope;
        jacobian[slots[GG]] += sourceSlope + drainSlope;
        jacobian[slots[GS]] -= sourceSlope;
        jacobian[slots[SD]] += byDrain;
        jacobian[slots[SG]] -= bySource + byDrain + sourceSlope;
        jacobian[slots[SS]] += bySource + sourceSlope;
    }

    /// <summary>4 k T ⅔ g_m of the channel, or what nlev=3 says of it, and kf |i_d|^af / f of each of the parallel transistors.</summary>
    public override void AddNoise(StampTarget target, double celsius, List<NoiseSource> sources)
    {
        foreach (ref readonly var j in transistors.All)
        {
            var (vgs, vgd) = Voltages(target.X, j);
            var bias = new JfetBias(j.Physics, vgs, vgd);
            var current = Math.Abs(bias.Channel.Current - bias.DrainJunction.Current - target.JunctionConductance * vgd);
            var conductance = j.Parameters.ChannelNoise is { } part
                ? part * j.Physics.NoiseConductanceAt(vgs, vgd)
                : Math.Abs(bias.Channel.BySource + bias.Channel.ByDrain);
            sources.Add(new NoiseSource(j.Drain, j.Source, NoiseSource.Thermal(2.0 / 3 * conductance, j.Celsius),
                j.Parameters.FlickerCoefficient * j.Multiplier * Math.Pow(current / j.Multiplier, j.Parameters.FlickerExponent)));
        }
    }

    public override void PrescribeStart(StampTarget target)
    {
        foreach (ref readonly var j in transistors.All)
        {
            var (vgs, vgd) = Voltages(target.X, j);
            if (j.StartGateSource is { } gate)
                vgs = j.Physics.Polarity * gate;
            if (j.StartDrainSource is { } drain)
                vgd = vgs - j.Physics.Polarity * drain;
            // Further forward than that no junction stays for longer than an instant.
            var bias = new JfetBias(j.Physics, Math.Min(vgs, j.Physics.SourceJunction.CriticalVoltage), Math.Min(vgd, j.Physics.DrainJunction.CriticalVoltage));
            if (j.Memory != None)
            {
                (target.AcceptedMemory[j.Memory], target.AcceptedMemory[j.Memory + 1]) = (bias.GateSource, bias.GateDrain);
                target.AcceptedCharges[j.SourceCharge] = target.AcceptedCharges[j.DrainCharge] = j.Physics.GateChargeAt(bias.GateSource, bias.GateDrain).Charge;
                continue;
            }

            if (j.SourceCharge != None)
                target.AcceptedCharges[j.SourceCharge] = bias.SourceCharge.Charge;
            if (j.DrainCharge != None)
                target.AcceptedCharges[j.DrainCharge] = bias.DrainCharge.Charge;
        }
    }

    /// <summary>The charges of a MESFET's gate towards source and drain at its bias, and their slopes.</summary>
    private static ((double Charge, double Capacitance) Source, (double Charge, double Capacitance) Drain) GateCharges(
        StampTarget target, in Transistor j, double actualSource, double actualDrain)
    {
        ref readonly var physics = ref j.Physics;
        var (vgs, vgd) = (j.Bias.GateSource, j.Bias.GateDrain);
        (target.Memory[j.Memory], target.Memory[j.Memory + 1]) = (actualSource, actualDrain);
        var (now, bySource, byDrain) = physics.GateChargeAt(vgs, vgd);
        if (target.Alpha == 0)
            return ((now, bySource), (now, byDrain));
        var (lastSource, lastDrain) = (target.AcceptedMemory[j.Memory], target.AcceptedMemory[j.Memory + 1]);
        var (drainAlone, _, drainSlope) = physics.GateChargeAt(lastSource, vgd);
        var (sourceAlone, sourceSlope, _) = physics.GateChargeAt(vgs, lastDrain);
        var before = physics.GateChargeAt(lastSource, lastDrain).Charge;
        return ((target.AcceptedCharges[j.SourceCharge] + 0.5 * (now - drainAlone + sourceAlone - before), 0.5 * (bySource + sourceSlope)),
            (target.AcceptedCharges[j.DrainCharge] + 0.5 * (now - sourceAlone + drainAlone - before), 0.5 * (byDrain + drainSlope)));
    }

    private static (double Source, double Drain) Voltages(double[] x, in Transistor j)
    {
        var (polarity, gate) = (j.Physics.Polarity, x[j.Gate]);
        return (polarity * (gate - x[j.Source]), polarity * (gate - x[j.Drain]));
    }

    private bool IsStill(in JfetBias bias, double vgs, double vgd)
    {
        var (relative, absolute) = (StillPart * options.RelativeTolerance, StillPart * options.VoltageTolerance);
        return Math.Abs(vgs - bias.GateSource) <= relative * Math.Abs(vgs) + absolute && Math.Abs(vgd - bias.GateDrain) <= relative * Math.Abs(vgd) + absolute;
    }

    private static double Limit(double actual, double last, in JunctionDiode junction, double threshold) =>
        VoltageLimiting.Gate(VoltageLimiting.Junction(actual, last, junction.SlopeVoltage, junction.CriticalVoltage), last, threshold);

    private struct Transistor
    {
        public Transistor()
        {
        }

        /// <summary>The inner one, as is the source.</summary>
        public required int Drain { get; init; }

        public required int Gate { get; init; }

        public required int Source { get; init; }

        public SlotArray Slots;

        /// <summary>−1 for none, as are the next two.</summary>
        public required int SourceCharge { get; init; }

        public required int DrainCharge { get; init; }

        public required int Memory { get; init; }

        public required JunctionFet Physics;

        public required JfetParameters Parameters { get; init; }

        public required double Multiplier { get; init; }

        /// <summary>Its own temperature [°C].</summary>
        public required double Celsius { get; init; }

        public required bool IsOff { get; init; }

        public required double? StartDrainSource { get; init; }

        public required double? StartGateSource { get; init; }

        /// <summary>Where it was last evaluated; nowhere at first.</summary>
        public JfetBias Bias = JfetBias.Nowhere;

        public double LastSource, LastDrain;
    }

    /// <summary>Slots of the 3 × 3 places of drain, gate and source, row by row.</summary>
    [InlineArray(Length)]
    private struct SlotArray
    {
        public const int Length = 9;

        private int first;
    }
}
