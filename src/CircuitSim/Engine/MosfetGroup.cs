using System.Runtime.InteropServices;
using CircuitSim.Devices;

namespace CircuitSim.Engine;

/// <summary>
/// MOSFETs of level 1 between drain, gate, source and bulk; resistances of the diffusions are ordinary resistors to
/// internal nodes. Each takes five charges (gate–source, gate–drain, gate–bulk, bulk–drain, bulk–source) and six places of
/// memory: Meyer's model gives capacitances and no charges, so a gate charge grows from point to point by the mean
/// capacitance times the change of voltage, and voltages and capacitances of the last point are remembered.
/// </summary>
internal sealed class MosfetGroup : DeviceGroup
{
    public const int ChargeCount = 5;
    public const int MemoryCount = 6;

    private const int Drain = 0, Gate = 1, Source = 2, Bulk = 3;

    private readonly List<Mosfet> mosfets = [];

    public bool IsEmpty => mosfets.Count == 0;

    public override bool IsLinear => false;

    /// <param name="charge">First of its charges.</param>
    /// <param name="memory">First of its places.</param>
    public void Add(int drain, int gate, int source, int bulk, int charge, int memory, in Level1Mosfet physics) =>
        mosfets.Add(new Mosfet { Nodes = [drain, gate, source, bulk], Charge = charge, Memory = memory, Physics = physics });

    public override void Describe(Topology topology)
    {
        foreach (var m in mosfets)
        {
            topology.Conduct(m.Nodes[Drain], m.Nodes[Source]);
            topology.Conduct(m.Nodes[Drain], m.Nodes[Bulk]);
            if (m.Physics.HasGateCharge)
                topology.Store(m.Nodes[Gate], m.Nodes[Source]);
        }
    }

    public override void Reserve(MatrixPlan plan)
    {
        foreach (ref var m in CollectionsMarshal.AsSpan(mosfets))
        {
            for (var row = 0; row < 4; row++)
            {
                // Without a gate capacitance no current enters the gate.
                for (var column = 0; column < 4; column++)
                    m.Slots[4 * row + column] = row == Gate && !m.Physics.HasGateCharge ? MatrixPlan.Dropped : plan.Reserve(m.Nodes[row], m.Nodes[column]);
            }
        }
    }

    public override void Resolve(in MatrixSlots slots)
    {
        foreach (ref var m in CollectionsMarshal.AsSpan(mosfets))
        {
            for (var k = 0; k < 16; k++)
                m.Slots[k] = slots[m.Slots[k]];
        }
    }

    public override void Begin(StampTarget target)
    {
        foreach (ref var m in CollectionsMarshal.AsSpan(mosfets))
        {
            var polarity = m.Physics.Polarity;
            var source = target.X[m.Nodes[Source]];
            m.LastGate = polarity * (target.X[m.Nodes[Gate]] - source);
            m.LastDrain = polarity * (target.X[m.Nodes[Drain]] - source);
            m.LastBulk = polarity * (target.X[m.Nodes[Bulk]] - source);
            m.LastThreshold = m.Physics.ZeroBiasThreshold;
        }
    }

    public override void Stamp(StampTarget target)
    {
        foreach (ref var m in CollectionsMarshal.AsSpan(mosfets))
            Stamp(target, ref m);
    }

    private static void Stamp(StampTarget target, ref Mosfet m)
    {
        ref readonly var physics = ref m.Physics;
        var (x, polarity) = (target.X, physics.Polarity);
        var (nodeD, nodeG, nodeS, nodeB) = (m.Nodes[Drain], m.Nodes[Gate], m.Nodes[Source], m.Nodes[Bulk]);
        var actualGate = polarity * (x[nodeG] - x[nodeS]);
        var actualDrain = polarity * (x[nodeD] - x[nodeS]);
        var actualBulk = polarity * (x[nodeB] - x[nodeS]);
        if (target.SeedsJunctions)
            (m.LastGate, m.LastDrain, m.LastBulk) = (physics.ZeroBiasThreshold, 0, -1);
        else
            Limit(ref m, actualGate, actualDrain, actualBulk);
        var (vgs, vds, vbs) = (m.LastGate, m.LastDrain, m.LastBulk);
        var (excessGate, excessDrain, excessBulk) = (actualGate - vgs, actualDrain - vds, actualBulk - vbs);
        if (excessGate != 0 || excessDrain != 0 || excessBulk != 0)
            target.LimitedCount++;
        var (vgd, vbd) = (vgs - vds, vbs - vds);

        // The channel, with drain and source swapped where the voltage says so; its derivatives are then turned back
        // into those of the current from drain to source by v_gs, v_ds and v_bs.
        var forward = vds >= 0;
        var channel = forward ? physics.ChannelAt(vgs, vds, vbs) : physics.ChannelAt(vgd, -vds, vbd);
        m.LastThreshold = channel.Threshold;
        double current, byGate, byDrain, byBulk;
        if (forward)
        {
            (current, byGate, byDrain, byBulk) = (channel.Current, channel.GateTransconductance, channel.OutputConductance, channel.BulkTransconductance);
        }
        else
        {
            (current, byGate, byBulk) = (-channel.Current, -channel.GateTransconductance, -channel.BulkTransconductance);
            byDrain = channel.GateTransconductance + channel.OutputConductance + channel.BulkTransconductance;
        }

        var (drainJunction, drainJunctionSlope) = physics.DrainJunctionAt(vbd);
        var (sourceJunction, sourceJunctionSlope) = physics.SourceJunctionAt(vbs);
        drainJunction += target.JunctionConductance * vbd;
        drainJunctionSlope += target.JunctionConductance;
        sourceJunction += target.JunctionConductance * vbs;
        sourceJunctionSlope += target.JunctionConductance;

        var (alpha, charges, history) = (target.Alpha, target.Charges, target.History);
        if (physics.HasDrainCharge)
        {
            var (charge, capacitance) = physics.DrainChargeAt(vbd);
            charges[m.Charge + 3] = charge + capacitance * (excessBulk - excessDrain);
            drainJunction += alpha * charge + history[m.Charge + 3];
            drainJunctionSlope += alpha * capacitance;
        }

        if (physics.HasSourceCharge)
        {
            var (charge, capacitance) = physics.SourceChargeAt(vbs);
            charges[m.Charge + 4] = charge + capacitance * excessBulk;
            sourceJunction += alpha * charge + history[m.Charge + 4];
            sourceJunctionSlope += alpha * capacitance;
        }

        double gateToSource = 0, gateToDrain = 0, gateToBulk = 0, slopeGS = 0, slopeGD = 0, slopeGB = 0;
        if (physics.HasGateCharge)
        {
            var (nearSource, nearDrain, nearBulk) = physics.OxideCapacitancesAt(forward ? vgs : vgd, Math.Abs(vds), channel);
            if (!forward)
                (nearSource, nearDrain) = (nearDrain, nearSource);
            (gateToSource, slopeGS) = GateCurrent(target, m.Charge, m.Memory, vgs, excessGate, nearSource, physics.GateSourceOverlap);
            (gateToDrain, slopeGD) = GateCurrent(target, m.Charge + 1, m.Memory + 2, vgd, excessGate - excessDrain, nearDrain, physics.GateDrainOverlap);
            (gateToBulk, slopeGB) = GateCurrent(target, m.Charge + 2, m.Memory + 4, vgs - vbs, excessGate - excessBulk, nearBulk, physics.GateBulkOverlap);
        }

        // Everything is continued along its tangent to where the solver is.
        current += byGate * excessGate + byDrain * excessDrain + byBulk * excessBulk;
        drainJunction += drainJunctionSlope * (excessBulk - excessDrain);
        sourceJunction += sourceJunctionSlope * excessBulk;
        gateToSource += slopeGS * excessGate;
        gateToDrain += slopeGD * (excessGate - excessDrain);
        gateToBulk += slopeGB * (excessGate - excessBulk);

        var residual = target.Residual;
        residual[nodeD] += polarity * (current - drainJunction - gateToDrain);
        residual[nodeG] += polarity * (gateToSource + gateToDrain + gateToBulk);
        residual[nodeS] += polarity * (-current - sourceJunction - gateToSource);
        residual[nodeB] += polarity * (drainJunction + sourceJunction - gateToBulk);
        var magnitude = Math.Abs(current) + Math.Abs(drainJunction) + Math.Abs(sourceJunction);
        target.CurrentScale[nodeD] += magnitude + Math.Abs(gateToDrain);
        target.CurrentScale[nodeS] += magnitude + Math.Abs(gateToSource);
        target.CurrentScale[nodeB] += magnitude + Math.Abs(gateToBulk);
        target.CurrentScale[nodeG] += Math.Abs(gateToSource) + Math.Abs(gateToDrain) + Math.Abs(gateToBulk);

        // The factor of polarity enters current and voltage alike, so slopes have none.
        var (jacobian, slots) = (target.Jacobian, m.Slots);
        jacobian[slots[0]] += byDrain + drainJunctionSlope + slopeGD;
        jacobian[slots[1]] += byGate - slopeGD;
        jacobian[slots[2]] -= byGate + byDrain + byBulk;
        jacobian[slots[3]] += byBulk - drainJunctionSlope;
        jacobian[slots[4]] -= slopeGD;
        jacobian[slots[5]] += slopeGS + slopeGD + slopeGB;
        jacobian[slots[6]] -= slopeGS;
        jacobian[slots[7]] -= slopeGB;
        jacobian[slots[8]] -= byDrain;
        jacobian[slots[9]] -= byGate + slopeGS;
        jacobian[slots[10]] += byGate + byDrain + byBulk + sourceJunctionSlope + slopeGS;
        jacobian[slots[11]] -= byBulk + sourceJunctionSlope;
        jacobian[slots[12]] -= drainJunctionSlope;
        jacobian[slots[13]] -= slopeGB;
        jacobian[slots[14]] -= sourceJunctionSlope;
        jacobian[slots[15]] += drainJunctionSlope + sourceJunctionSlope + slopeGB;
    }

    /// <summary>Current of one gate capacitance and its slope; the last point's voltage and oxide capacitance lie in memory.</summary>
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

        var mean = 0.5 * (oxide + target.AcceptedMemory[memory + 1]) + overlap;
        var grown = target.AcceptedCharges[charge] + mean * (v - target.AcceptedMemory[memory]);
        target.Charges[charge] = grown + mean * excess;
        return (target.Alpha * grown + target.History[charge], target.Alpha * mean);
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

        public required int[] Nodes { get; init; }

        public int[] Slots { get; } = new int[16];

        public required int Charge { get; init; }

        public required int Memory { get; init; }

        public required Level1Mosfet Physics;

        public double LastGate, LastDrain, LastBulk, LastThreshold;
    }
}
