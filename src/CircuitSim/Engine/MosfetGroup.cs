using System.Runtime.CompilerServices;
using CircuitSim.Devices;
using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Engine;

/// <summary>
/// MOSFETs of one level between drain, gate, source and bulk; resistances of the diffusions are ordinary resistors to
/// internal nodes. Each takes up to five charges (gate–source, gate–drain, gate–bulk, bulk–drain, bulk–source) and six
/// places of memory: Meyer's model gives capacitances and no charges, so a gate charge grows from point to point by the
/// mean capacitance times the change of voltage, and voltages and capacitances of the last point are remembered.
/// <para>
/// Most transistors of a logic circuit stand still most of the time: one whose voltages moved by less than a hundredth of
/// the tolerance since it was last evaluated is not evaluated again, but continued along its tangent, which is exact to
/// the square of that.
/// </para>
/// </summary>
internal sealed class MosfetGroup<TChannel>(SimulatorOptions options) : DeviceGroup
    where TChannel : struct, IMosfetChannel
{
    public const int MemoryCount = 6;

    private const double StillPart = 0.01;

    /// <summary>Places of the derivatives of a current (drain, gate, source, bulk: row) by a voltage (column).</summary>
    private const int DD = 0, DG = 1, DS = 2, DB = 3, GD = 4, GG = 5, GS = 6, GB = 7, SD = 8, SG = 9, SS = 10, SB = 11, BD = 12, BG = 13, BS = 14, BB = 15;

    private readonly DeviceList<Mosfet> mosfets = new();

    public override bool IsLinear => false;

    public void Add(Netlists.Elements.Mosfet m, MosfetParameters parameters, in TChannel channel, CircuitNumbering numbering)
    {
        var (geometry, celsius) = (m.Geometry(), m.TemperatureIn(options));
        var physics = new MosfetParasitics(parameters, geometry, celsius, options.NominalTemperature);
        // Without tox SPICE takes an oxide of 100 nm here.
        var oxide = PhysicalConstants.OxidePermittivity / (parameters.OxideThickness ?? 1e-7);
        mosfets.Add(new Mosfet
        {
            Drain = numbering.Behind(numbering.Node(m.Drain), physics.DrainConductance, celsius),
            Gate = numbering.Node(m.Gate),
            Source = numbering.Behind(numbering.Node(m.Source), physics.SourceConductance, celsius),
            Bulk = numbering.Node(m.Bulk),
            GateCharge = physics.HasGateCharge ? numbering.ReserveCharge(3) : -1,
            DrainCharge = physics.HasDrainCharge ? numbering.ReserveCharge() : -1,
            SourceCharge = physics.HasSourceCharge ? numbering.ReserveCharge() : -1,
            Memory = numbering.ReserveMemory(MemoryCount),
            Physics = physics,
            Channel = channel,
            Celsius = celsius,
            Flicker = parameters.FlickerCoefficient / (geometry.EffectiveWidth(parameters) * geometry.Multiplier * geometry.EffectiveLength(parameters) * oxide * oxide),
            FlickerExponent = parameters.FlickerExponent,
            IsOff = m.InitiallyOff,
            Start = new MosfetStart(m.InitialDrainSource?.Number, m.InitialGateSource?.Number, m.InitialBulkSource?.Number),
        });
        numbering.HasDevicesOff |= m.InitiallyOff;
    }

    public override void Describe(Topology topology)
    {
        foreach (var m in mosfets.All)
        {
            topology.Conduct(m.Drain, m.Source);
            topology.Conduct(m.Drain, m.Bulk);
            if (m.Physics.HasGateCharge)
                topology.Store(m.Gate, m.Source);
        }
    }

    public override void Reserve(MatrixPlan plan)
    {
        foreach (ref var m in mosfets.All)
        {
            int[] nodes = [m.Drain, m.Gate, m.Source, m.Bulk];
            for (var k = 0; k < SlotArray.Length; k++)
            {
                // Without a gate capacitance no current enters the gate.
                var (row, column) = (k / 4, k % 4);
                m.Slots[k] = row == 1 && !m.Physics.HasGateCharge ? plan.Drop() : plan.Reserve(nodes[row], nodes[column]);
            }
        }
    }

    public override void Resolve(in MatrixSlots slots)
    {
        foreach (ref var m in mosfets.All)
        {
            for (var k = 0; k < SlotArray.Length; k++)
                m.Slots[k] = slots[m.Slots[k]];
        }
    }

    public override void Begin(StampTarget target)
    {
        foreach (ref var m in mosfets.All)
        {
            var polarity = m.Physics.Polarity;
            var source = target.X[m.Source];
            m.LastGate = polarity * (target.X[m.Gate] - source);
            m.LastDrain = polarity * (target.X[m.Drain] - source);
            m.LastBulk = polarity * (target.X[m.Bulk] - source);
            m.LastThreshold = m.Channel.ZeroBiasThreshold;
        }
    }

    public override void ForgetEvaluations()
    {
        foreach (ref var m in mosfets.All)
            m.Bias = Evaluate(ref m, 0, 0, 0);
    }

    public override void Stamp(StampTarget target)
    {
        foreach (ref var m in mosfets.All)
            Stamp(target, ref m);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static MosfetBias Evaluate(ref Mosfet m, double vgs, double vds, double vbs) => new(
        m.Physics, vds >= 0 ? m.Channel.At(vgs, vds, vbs) : m.Channel.At(vgs - vds, -vds, vbs - vds), vgs, vds, vbs);

    private void Stamp(StampTarget target, ref Mosfet m)
    {
        ref readonly var physics = ref m.Physics;
        var (x, polarity) = (target.X, physics.Polarity);
        var (nodeD, nodeG, nodeS, nodeB) = (m.Drain, m.Gate, m.Source, m.Bulk);
        var actualGate = polarity * (x[nodeG] - x[nodeS]);
        var actualDrain = polarity * (x[nodeD] - x[nodeS]);
        var actualBulk = polarity * (x[nodeB] - x[nodeS]);
        var isHeld = target.HoldsOff && m.IsOff;
        if (isHeld || target.SeedsJunctions || !IsStill(m.Bias, actualGate, actualDrain, actualBulk))
        {
            if (isHeld)
                (m.LastGate, m.LastDrain, m.LastBulk) = (0, 0, 0);
            else if (target.SeedsJunctions)
                (m.LastGate, m.LastDrain, m.LastBulk) = (m.Channel.ZeroBiasThreshold, 0, -1);
            else
                Limit(ref m, actualGate, actualDrain, actualBulk);
            if (!isHeld && (actualGate != m.LastGate || actualDrain != m.LastDrain || actualBulk != m.LastBulk))
                target.LimitedCount++;
            m.Bias = Evaluate(ref m, m.LastGate, m.LastDrain, m.LastBulk);
            m.LastThreshold = m.Bias.Threshold;
        }
        else
        {
            (m.LastGate, m.LastDrain, m.LastBulk) = (actualGate, actualDrain, actualBulk);
        }

        ref readonly var bias = ref m.Bias;
        var (vgs, vds, vbs) = (bias.GateSource, bias.DrainSource, bias.BulkSource);
        var (excessGate, excessDrain, excessBulk) = (actualGate - vgs, actualDrain - vds, actualBulk - vbs);
        var (current, byGate, byDrain, byBulk) = (bias.Current, bias.ByGate, bias.ByDrain, bias.ByBulk);
        var drainJunction = bias.DrainJunction + target.JunctionConductance * (vbs - vds);
        var drainJunctionSlope = bias.DrainJunctionSlope + target.JunctionConductance;
        var sourceJunction = bias.SourceJunction + target.JunctionConductance * vbs;
        var sourceJunctionSlope = bias.SourceJunctionSlope + target.JunctionConductance;

        var (alpha, charges, history) = (target.Alpha, target.Charges, target.History);
        if (m.DrainCharge >= 0)
        {
            charges[m.DrainCharge] = bias.DrainCharge + bias.DrainCapacitance * (excessBulk - excessDrain);
            drainJunction += alpha * bias.DrainCharge + history[m.DrainCharge];
            drainJunctionSlope += alpha * bias.DrainCapacitance;
        }

        if (m.SourceCharge >= 0)
        {
            charges[m.SourceCharge] = bias.SourceCharge + bias.SourceCapacitance * excessBulk;
            sourceJunction += alpha * bias.SourceCharge + history[m.SourceCharge];
            sourceJunctionSlope += alpha * bias.SourceCapacitance;
        }

        double gateToSource = 0, gateToDrain = 0, gateToBulk = 0, slopeGS = 0, slopeGD = 0, slopeGB = 0;
        if (m.GateCharge >= 0)
        {
            (gateToSource, slopeGS) = GateCurrent(target, m.GateCharge, m.Memory, vgs, excessGate, bias.OxideSource, physics.GateSourceOverlap);
            (gateToDrain, slopeGD) = GateCurrent(target, m.GateCharge + 1, m.Memory + 2, vgs - vds, excessGate - excessDrain, bias.OxideDrain, physics.GateDrainOverlap);
            (gateToBulk, slopeGB) = GateCurrent(target, m.GateCharge + 2, m.Memory + 4, vgs - vbs, excessGate - excessBulk, bias.OxideBulk, physics.GateBulkOverlap);
        }

        // Everything is continued along its tangent to where the solver is.
        current += byGate * excessGate + byDrain * excessDrain + byBulk * excessBulk;
        drainJunction += drainJunctionSlope * (excessBulk - excessDrain);
        sourceJunction += sourceJunctionSlope * excessBulk;
        gateToSource += slopeGS * excessGate;
        gateToDrain += slopeGD * (excessGate - excessDrain);
        gateToBulk += slopeGB * (excessGate - excessBulk);

        var residual = target.Residual;
        var scale = target.CurrentScale;
        var magnitude = Math.Abs(current) + Math.Abs(drainJunction) + Math.Abs(sourceJunction);
        var (scaleGS, scaleGD, scaleGB) = (Math.Abs(gateToSource), Math.Abs(gateToDrain), Math.Abs(gateToBulk));
        residual[nodeD] += polarity * (current - drainJunction - gateToDrain);
        residual[nodeG] += polarity * (gateToSource + gateToDrain + gateToBulk);
        scale[nodeD] += magnitude + scaleGD;
        scale[nodeG] += scaleGS + scaleGD + scaleGB;

        // The factor of polarity enters current and voltage alike, so slopes have none.
        var jacobian = target.Jacobian;
        ref readonly var slots = ref m.Slots;
        jacobian[slots[DD]] += byDrain + drainJunctionSlope + slopeGD;
        jacobian[slots[DG]] += byGate - slopeGD;
        jacobian[slots[GD]] -= slopeGD;
        jacobian[slots[GG]] += slopeGS + slopeGD + slopeGB;
        if (nodeS == nodeB)
        {
            // The usual case, with source and bulk as one: their rows and columns are added up before they are stored.
            residual[nodeS] += polarity * (drainJunction - current - gateToSource - gateToBulk);
            scale[nodeS] += 2 * magnitude + scaleGS + scaleGB;
            jacobian[slots[DS]] -= byGate + byDrain + drainJunctionSlope;
            jacobian[slots[GS]] -= slopeGS + slopeGB;
            jacobian[slots[SD]] -= byDrain + drainJunctionSlope;
            jacobian[slots[SG]] -= byGate + slopeGS + slopeGB;
            jacobian[slots[SS]] += byGate + byDrain + drainJunctionSlope + slopeGS + slopeGB;
            return;
        }

        residual[nodeS] += polarity * (-current - sourceJunction - gateToSource);
        residual[nodeB] += polarity * (drainJunction + sourceJunction - gateToBulk);
        scale[nodeS] += magnitude + scaleGS;
        scale[nodeB] += magnitude + scaleGB;
        jacobian[slots[DS]] -= byGate + byDrain + byBulk;
        jacobian[slots[DB]] += byBulk - drainJunctionSlope;
        jacobian[slots[GS]] -= slopeGS;
        jacobian[slots[GB]] -= slopeGB;
        jacobian[slots[SD]] -= byDrain;
        jacobian[slots[SG]] -= byGate + slopeGS;
        jacobian[slots[SS]] += byGate + byDrain + byBulk + sourceJunctionSlope + slopeGS;
        jacobian[slots[SB]] -= byBulk + sourceJunctionSlope;
        jacobian[slots[BD]] -= drainJunctionSlope;
        jacobian[slots[BG]] -= slopeGB;
        jacobian[slots[BS]] -= sourceJunctionSlope;
        jacobian[slots[BB]] += drainJunctionSlope + sourceJunctionSlope + slopeGB;
    }

    /// <summary>4 k T ⅔ gm of the channel, and kf |i|^af / (f W L C_ox²), as SPICE 2 has them (nlev = 2 of ngspice).</summary>
    public override void AddNoise(StampTarget target, double celsius, List<NoiseSource> sources)
    {
        foreach (ref var m in mosfets.All)
        {
            var current = Math.Abs(m.Bias.Current - m.Bias.DrainJunction);
            sources.Add(new NoiseSource(m.Drain, m.Source, NoiseSource.Thermal(2.0 / 3 * Math.Abs(m.Bias.ByGate), m.Celsius), m.Flicker * Math.Pow(current, m.FlickerExponent)));
        }
    }

    public override void PrescribeStart(StampTarget target)
    {
        foreach (ref var m in mosfets.All)
        {
            if (m.Start.IsEmpty)
                continue;
            ref readonly var physics = ref m.Physics;
            var (x, polarity, source) = (target.X, physics.Polarity, target.X[m.Source]);
            var vgs = polarity * (m.Start.GateSource ?? x[m.Gate] - source);
            var vds = polarity * (m.Start.DrainSource ?? x[m.Drain] - source);
            var vbs = polarity * (m.Start.BulkSource ?? x[m.Bulk] - source);
            var bias = Evaluate(ref m, vgs, vds, vbs);
            if (m.DrainCharge >= 0)
                target.AcceptedCharges[m.DrainCharge] = bias.DrainCharge;
            if (m.SourceCharge >= 0)
                target.AcceptedCharges[m.SourceCharge] = bias.SourceCharge;
            if (m.GateCharge >= 0)
            {
                PrescribeGate(target, m.GateCharge, m.Memory, vgs, bias.OxideSource, physics.GateSourceOverlap);
                PrescribeGate(target, m.GateCharge + 1, m.Memory + 2, vgs - vds, bias.OxideDrain, physics.GateDrainOverlap);
                PrescribeGate(target, m.GateCharge + 2, m.Memory + 4, vgs - vbs, bias.OxideBulk, physics.GateBulkOverlap);
            }
        }
    }

    private static void PrescribeGate(StampTarget target, int charge, int memory, double v, double oxide, double overlap)
    {
        target.AcceptedMemory[memory] = v;
        target.AcceptedMemory[memory + 1] = oxide;
        target.AcceptedCharges[charge] = (oxide + overlap) * v;
    }

    /// <summary>Current of one gate capacitance and its slope; the last point's voltage and oxide capacitance lie in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double Current, double Slope) GateCurrent(
        StampTarget target, int charge, int memory, double v, double excess, double oxide, double overlap)
    {
        target.Memory[memory] = v + excess;
        target.Memory[memory + 1] = oxide;
        if (target.Alpha == 0)
        {
            target.Charges[charge] = (oxide + overlap) * (v + excess);
            return (0, 0);
        }

        // Across a jump the capacitance stands still, as states do: its mean over volts would follow the iteration from region to region.
        var before = target.AcceptedMemory[memory + 1];
        var mean = (target.StatesFrozen ? before : 0.5 * (oxide + before)) + overlap;
        var grown = target.AcceptedCharges[charge] + mean * (v - target.AcceptedMemory[memory]);
        target.Charges[charge] = grown + mean * excess;
        return (target.Alpha * grown + target.History[charge], target.Alpha * mean);
    }

    private bool IsStill(in MosfetBias bias, double vgs, double vds, double vbs)
    {
        var (relative, absolute) = (StillPart * options.RelativeTolerance, StillPart * options.VoltageTolerance);
        return Math.Abs(vgs - bias.GateSource) <= relative * Math.Abs(vgs) + absolute
            && Math.Abs(vds - bias.DrainSource) <= relative * Math.Abs(vds) + absolute
            && Math.Abs(vbs - bias.BulkSource) <= relative * Math.Abs(vbs) + absolute;
    }

    private static void Limit(ref Mosfet m, double vgs, double vds, double vbs)
    {
        var (lastGate, lastDrain, lastBulk) = (m.LastGate, m.LastDrain, m.LastBulk);
        var (vt, threshold) = (m.Physics.ThermalVoltageOfJunctions, m.LastThreshold);
        if (lastDrain >= 0)
        {
            var gate = VoltageLimiting.Gate(vgs, lastGate, threshold);
            if (gate != vgs)
            {
                // What was limited at the gate moves the drain along, so that v_gd stays.
                vds = gate - (vgs - vds);
                vgs = gate;
            }

            vds = VoltageLimiting.Channel(vds, lastDrain);
        }
        else
        {
            var vgd = vgs - vds;
            var gate = VoltageLimiting.Gate(vgd, lastGate - lastDrain, threshold);
            if (gate != vgd)
                vds = vgs - gate;
            var channel = VoltageLimiting.Channel(-vds, -lastDrain);
            if (gate != vgd || channel != -vds)
            {
                vds = -channel;
                vgs = gate + vds;
            }
        }

        if (vds >= 0)
        {
            vbs = VoltageLimiting.Junction(vbs, lastBulk, vt, m.Physics.SourceCriticalVoltage);
        }
        else
        {
            var vbd = vbs - vds;
            var limited = VoltageLimiting.Junction(vbd, lastBulk - lastDrain, vt, m.Physics.DrainCriticalVoltage);
            if (limited != vbd)
                vbs = limited + vds;
        }

        (m.LastGate, m.LastDrain, m.LastBulk) = (vgs, vds, vbs);
    }

    private struct Mosfet
    {
        public Mosfet()
        {
        }

        public required int Drain { get; init; }

        public required int Gate { get; init; }

        public required int Source { get; init; }

        public required int Bulk { get; init; }

        public SlotArray Slots;

        /// <summary>−1 for none, as are the next two.</summary>
        public required int GateCharge { get; init; }

        public required int DrainCharge { get; init; }

        public required int SourceCharge { get; init; }

        public required int Memory { get; init; }

        public required MosfetParasitics Physics;

        public required TChannel Channel;

        /// <summary>Its temperature [°C].</summary>
        public required double Celsius { get; init; }

        /// <summary>kf/(W L C_ox²).</summary>
        public required double Flicker { get; init; }

        public required double FlickerExponent { get; init; }

        public required bool IsOff { get; init; }

        public required MosfetStart Start { get; init; }

        /// <summary>Where it was last evaluated; nowhere at first.</summary>
        public MosfetBias Bias = MosfetBias.Nowhere;

        public double LastGate, LastDrain, LastBulk, LastThreshold;
    }

    /// <summary>Slots of the 4 × 4 places of drain, gate, source and bulk, row by row.</summary>
    [InlineArray(Length)]
    private struct SlotArray
    {
        public const int Length = 16;

        private int first;
    }
}
