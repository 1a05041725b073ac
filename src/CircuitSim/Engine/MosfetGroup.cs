using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    private const double StillPart = 0.01;

    /// <summary>Who moved will soon move again: so many points later it may count as standing still.</summary>
    private const int MostUnrest = 4;

    /// <summary>Places of the derivatives of a current (drain, gate, source, bulk: row) by a voltage (column).</summary>
    private const int DD = 0, DG = 1, DS = 2, DB = 3, GD = 4, GG = 5, GS = 6, GB = 7, SD = 8, SG = 9, SS = 10, SB = 11, BD = 12, BG = 13, BS = 14, BB = 15;

    private readonly DeviceList<Mosfet> mosfets = new();
    private readonly double stillRelative = StillPart * options.RelativeTolerance, stillAbsolute = StillPart * options.VoltageTolerance;

    /// <summary>Of the last <see cref="StampStill"/>.</summary>
    private int[] still = [], moving = [];
    private int stillCount, movingCount;

    /// <summary>Counts the points that the solver set out from.</summary>
    private int point;

    /// <summary>X where whoever was not evaluated since was last, and what it becomes with the next <see cref="StampStill"/>.</summary>
    private double[] lastX = [], nextLastX = [];

    public override bool IsLinear => false;

    public override bool ContinuesCharges => true;

    public void Add(Netlists.Elements.Mosfet m, MosfetParameters parameters, in TChannel channel, CircuitNumbering numbering)
    {
        var (geometry, celsius) = (m.Geometry(), m.TemperatureIn(options));
        var physics = new MosfetParasitics(parameters, geometry, celsius, options.NominalTemperature);
        // Without tox SPICE takes an oxide of 100 nm here.
        var oxide = PhysicalConstants.OxidePermittivity / (parameters.OxideThickness ?? 1e-7);
        var gateCharges = !physics.HasGateCharge ? 0 : physics.HasGateBulkCharge ? 3 : 2;
        mosfets.Add(new Mosfet
        {
            Drain = numbering.Behind(numbering.Node(m.Drain), physics.DrainConductance, celsius),
            Gate = numbering.Node(m.Gate),
            Source = numbering.Behind(numbering.Node(m.Source), physics.SourceConductance, celsius),
            Bulk = numbering.Node(m.Bulk),
            GateCharge = gateCharges > 0 ? numbering.ReserveCharge(gateCharges) : -1,
            DrainCharge = physics.HasDrainCharge ? numbering.ReserveCharge() : -1,
            SourceCharge = physics.HasSourceCharge ? numbering.ReserveCharge() : -1,
            Memory = numbering.ReserveMemory(2 * gateCharges),
            HasGateBulk = physics.HasGateBulkCharge,
            Polarity = physics.Polarity,
            Overlap = (physics.GateSourceOverlap, physics.GateDrainOverlap, physics.GateBulkOverlap),
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
        point++;
        if (lastX.Length == 0)
            (lastX, nextLastX) = (new double[target.X.Length], new double[target.X.Length]);
        target.X.CopyTo(lastX, 0);
        target.X.CopyTo(nextLastX, 0);
    }

    public override void ForgetEvaluations()
    {
        foreach (ref var m in mosfets.All)
            (m.Bias, m.Unrest) = (Evaluate(ref m, 0, 0, 0), 0);
    }

    public override void Stamp(StampTarget target)
    {
        stillCount = 0;
        var places = new StampPlaces(target);
        foreach (ref var m in mosfets.All)
            Stamp(target, places, ref m, isExact: true);
    }

    public override int StampStill(StampTarget target)
    {
        var all = mosfets.All;
        if (still.Length != all.Length)
            (still, moving) = (new int[all.Length], new int[all.Length]);
        (stillCount, movingCount) = (0, 0);
        (lastX, nextLastX) = (nextLastX, lastX);
        target.X.CopyTo(nextLastX, 0);
        var places = new StampPlaces(target);
        for (var k = 0; k < all.Length; k++)
        {
            ref var m = ref all[k];
            var v = m.Voltages(places);
            if (!target.SeedsJunctions && !(target.HoldsOff && m.IsOff) && IsStill(m.Bias, v) && --m.Unrest <= 0)
            {
                m.LastPoint = 0;
                still[stillCount++] = k;
                Continue(target, places, ref m, v);
            }
            else
            {
                moving[movingCount++] = k;
            }
        }

        return stillCount;
    }

    public override bool StandsStill(StampTarget target)
    {
        var all = mosfets.All;
        var places = new StampPlaces(target);
        foreach (var k in still.AsSpan(0, stillCount))
        {
            ref readonly var m = ref all[k];
            if (!IsStill(m.Bias, m.Voltages(places)))
                return false;
        }

        return true;
    }

    public override void StampMoving(StampTarget target)
    {
        var all = mosfets.All;
        var places = new StampPlaces(target);
        foreach (var k in moving.AsSpan(0, movingCount))
            Stamp(target, places, ref all[k], isExact: false);
    }

    public override void StoreCharges(StampTarget target)
    {
        var places = new StampPlaces(target);
        foreach (ref readonly var m in mosfets.All)
            StoreCharges(target, places, m, m.Voltages(places));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static MosfetBias Evaluate(ref Mosfet m, double vgs, double vds, double vbs) => new(
        m.Physics, vds >= 0 ? m.Channel.At(vgs, vds, vbs) : m.Channel.At(vgs - vds, -vds, vbs - vds), vgs, vds, vbs);

    private void Stamp(StampTarget target, in StampPlaces places, ref Mosfet m, bool isExact)
    {
        var v = m.Voltages(places);
        var isHeld = target.HoldsOff && m.IsOff;
        if (isHeld || target.SeedsJunctions || !(isExact ? IsStillInEach(m.Bias, v) : IsStill(m.Bias, v)))
        {
            m.Last = isHeld ? default : target.SeedsJunctions ? (m.Channel.ZeroBiasThreshold, 0, -1) : Limited(m, v);
            if (!isHeld && v != m.Last)
                target.LimitedCount++;
            m.Bias = Evaluate(ref m, m.Last.Gate, m.Last.Drain, m.Last.Bulk);
            m.LastThreshold = m.Bias.Threshold;
            m.Unrest = MostUnrest;
        }
        else
        {
            m.Last = v;
            if (m.LastPoint != point)
                m.LastThreshold = m.Channel.ZeroBiasThreshold;
        }

        m.LastPoint = point;

        Continue(target, places, ref m, v);
    }

    /// <summary>Adds a transistor, continued along its tangent from where it was last evaluated to where the solver is.</summary>
    private static void Continue(StampTarget target, in StampPlaces places, ref readonly Mosfet m, (double Gate, double Drain, double Bulk) v)
    {
        ref readonly var bias = ref m.Bias;
        var (nodeD, nodeG, nodeS, nodeB) = (m.Drain, m.Gate, m.Source, m.Bulk);
        var (excessGate, excessDrain, excessBulk) = (v.Gate - bias.GateSource, v.Drain - bias.DrainSource, v.Bulk - bias.BulkSource);
        var (byGate, byDrain, byBulk) = (bias.ByGate, bias.ByDrain, bias.ByBulk);
        var current = bias.Current + byGate * excessGate + byDrain * excessDrain + byBulk * excessBulk;
        var (alpha, conductance) = (target.Alpha, target.JunctionConductance);
        var drainJunctionSlope = bias.DrainJunctionSlope + conductance;
        var sourceJunctionSlope = bias.SourceJunctionSlope + conductance;
        var drainJunction = bias.DrainJunction + bias.DrainJunctionSlope * (excessBulk - excessDrain) + conductance * (v.Bulk - v.Drain);
        var sourceJunction = bias.SourceJunction + bias.SourceJunctionSlope * excessBulk + conductance * v.Bulk;

        if (m.DrainCharge >= 0)
        {
            drainJunction += alpha * (places.Charge(m.DrainCharge) = bias.DrainCharge + bias.DrainCapacitance * (excessBulk - excessDrain)) + places.History(m.DrainCharge);
            drainJunctionSlope += alpha * bias.DrainCapacitance;
        }

        if (m.SourceCharge >= 0)
        {
            sourceJunction += alpha * (places.Charge(m.SourceCharge) = bias.SourceCharge + bias.SourceCapacitance * excessBulk) + places.History(m.SourceCharge);
            sourceJunctionSlope += alpha * bias.SourceCapacitance;
        }

        double gateToSource = 0, gateToDrain = 0, gateToBulk = 0, slopeGS = 0, slopeGD = 0, slopeGB = 0;
        if (m.GateCharge >= 0)
        {
            (gateToSource, slopeGS) = GateCurrent(target, places, m.GateCharge, m.Memory, v.Gate, bias.OxideSource, m.Overlap.Source);
            (gateToDrain, slopeGD) = GateCurrent(target, places, m.GateCharge + 1, m.Memory + 2, v.Gate - v.Drain, bias.OxideDrain, m.Overlap.Drain);
            if (m.HasGateBulk)
                (gateToBulk, slopeGB) = GateCurrent(target, places, m.GateCharge + 2, m.Memory + 4, v.Gate - v.Bulk, bias.OxideBulk, m.Overlap.Bulk);
        }

        var polarity = m.Polarity;
        var magnitude = Math.Abs(current) + Math.Abs(drainJunction) + Math.Abs(sourceJunction);
        var (scaleGS, scaleGD, scaleGB) = (Math.Abs(gateToSource), Math.Abs(gateToDrain), Math.Abs(gateToBulk));
        places.Residual(nodeD) += polarity * (current - drainJunction - gateToDrain);
        places.Residual(nodeG) += polarity * (gateToSource + gateToDrain + gateToBulk);
        places.Scale(nodeD) += magnitude + scaleGD;
        places.Scale(nodeG) += scaleGS + scaleGD + scaleGB;

        // The factor of polarity enters current and voltage alike, so slopes have none.
        ReadOnlySpan<int> slots = m.Slots;
        places.Jacobian(slots[DD]) += byDrain + drainJunctionSlope + slopeGD;
        places.Jacobian(slots[DG]) += byGate - slopeGD;
        places.Jacobian(slots[GD]) -= slopeGD;
        places.Jacobian(slots[GG]) += slopeGS + slopeGD + slopeGB;
        if (nodeS == nodeB)
        {
            // The usual case, with source and bulk as one: their rows and columns are added up before they are stored.
            places.Residual(nodeS) += polarity * (drainJunction - current - gateToSource - gateToBulk);
            places.Scale(nodeS) += 2 * magnitude + scaleGS + scaleGB;
            places.Jacobian(slots[DS]) -= byGate + byDrain + drainJunctionSlope;
            places.Jacobian(slots[GS]) -= slopeGS + slopeGB;
            places.Jacobian(slots[SD]) -= byDrain + drainJunctionSlope;
            places.Jacobian(slots[SG]) -= byGate + slopeGS + slopeGB;
            places.Jacobian(slots[SS]) += byGate + byDrain + drainJunctionSlope + slopeGS + slopeGB;
            return;
        }

        places.Residual(nodeS) += polarity * (-current - sourceJunction - gateToSource);
        places.Residual(nodeB) += polarity * (drainJunction + sourceJunction - gateToBulk);
        places.Scale(nodeS) += magnitude + scaleGS;
        places.Scale(nodeB) += magnitude + scaleGB;
        places.Jacobian(slots[DS]) -= byGate + byDrain + byBulk;
        places.Jacobian(slots[DB]) += byBulk - drainJunctionSlope;
        places.Jacobian(slots[GS]) -= slopeGS;
        places.Jacobian(slots[GB]) -= slopeGB;
        places.Jacobian(slots[SD]) -= byDrain;
        places.Jacobian(slots[SG]) -= byGate + slopeGS;
        places.Jacobian(slots[SS]) += byGate + byDrain + byBulk + sourceJunctionSlope + slopeGS;
        places.Jacobian(slots[SB]) -= byBulk + sourceJunctionSlope;
        places.Jacobian(slots[BD]) -= drainJunctionSlope;
        places.Jacobian(slots[BG]) -= slopeGB;
        places.Jacobian(slots[BS]) -= sourceJunctionSlope;
        places.Jacobian(slots[BB]) += drainJunctionSlope + sourceJunctionSlope + slopeGB;
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
                if (m.HasGateBulk)
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
    private static (double Current, double Slope) GateCurrent(StampTarget target, in StampPlaces places, int charge, int memory, double v, double oxide, double overlap)
    {
        var alpha = target.Alpha;
        var (stored, capacitance) = GateCharge(target, places, charge, memory, v, oxide, overlap);
        return (alpha * stored + places.History(charge), alpha * capacitance);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double Charge, double Capacitance) GateCharge(StampTarget target, in StampPlaces places, int charge, int memory, double v, double oxide, double overlap)
    {
        places.Memory(memory) = v;
        places.Memory(memory + 1) = oxide;
        if (target.Alpha == 0)
            return (places.Charge(charge) = (oxide + overlap) * v, oxide + overlap);
        // Across a jump the capacitance stands still, as states do: its mean over volts would follow the iteration from region to region.
        var before = places.AcceptedMemory(memory + 1);
        var mean = (target.StatesFrozen ? before : 0.5 * (oxide + before)) + overlap;
        return (places.Charge(charge) = places.AcceptedCharge(charge) + mean * (v - places.AcceptedMemory(memory)), mean);
    }

    /// <summary>Charges and memory as <see cref="Continue"/> leaves them.</summary>
    private static void StoreCharges(StampTarget target, in StampPlaces places, in Mosfet m, (double Gate, double Drain, double Bulk) v)
    {
        ref readonly var bias = ref m.Bias;
        if (m.DrainCharge >= 0)
            places.Charge(m.DrainCharge) = bias.DrainCharge + bias.DrainCapacitance * (v.Bulk - bias.BulkSource - (v.Drain - bias.DrainSource));
        if (m.SourceCharge >= 0)
            places.Charge(m.SourceCharge) = bias.SourceCharge + bias.SourceCapacitance * (v.Bulk - bias.BulkSource);
        if (m.GateCharge < 0)
            return;
        GateCharge(target, places, m.GateCharge, m.Memory, v.Gate, bias.OxideSource, m.Overlap.Source);
        GateCharge(target, places, m.GateCharge + 1, m.Memory + 2, v.Gate - v.Drain, bias.OxideDrain, m.Overlap.Drain);
        if (m.HasGateBulk)
            GateCharge(target, places, m.GateCharge + 2, m.Memory + 4, v.Gate - v.Bulk, bias.OxideBulk, m.Overlap.Bulk);
    }

    /// <summary>All three are judged against the largest: how far a tangent reaches does not depend on how near to zero one of them is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsStill(in MosfetBias bias, (double Gate, double Drain, double Bulk) v)
    {
        var most = stillRelative * Math.Max(Math.Max(Math.Abs(v.Gate), Math.Abs(v.Drain)), Math.Abs(v.Bulk)) + stillAbsolute;
        return Math.Abs(v.Gate - bias.GateSource) <= most && Math.Abs(v.Drain - bias.DrainSource) <= most && Math.Abs(v.Bulk - bias.BulkSource) <= most;
    }

    /// <summary>Each against itself: where a solution is polished, also nanovolts between drain and source count.</summary>
    private bool IsStillInEach(in MosfetBias bias, (double Gate, double Drain, double Bulk) v) =>
        Math.Abs(v.Gate - bias.GateSource) <= stillRelative * Math.Abs(v.Gate) + stillAbsolute
        && Math.Abs(v.Drain - bias.DrainSource) <= stillRelative * Math.Abs(v.Drain) + stillAbsolute
        && Math.Abs(v.Bulk - bias.BulkSource) <= stillRelative * Math.Abs(v.Bulk) + stillAbsolute;

    private (double Gate, double Drain, double Bulk) Limited(in Mosfet m, (double Gate, double Drain, double Bulk) v)
    {
        var (vgs, vds, vbs) = v;
        var wasEvaluated = m.LastPoint == point;
        var (lastGate, lastDrain, lastBulk) = wasEvaluated ? m.Last : m.Voltages(lastX);
        var (vt, threshold) = (m.Physics.ThermalVoltageOfJunctions, wasEvaluated ? m.LastThreshold : m.Channel.ZeroBiasThreshold);
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

        return (vgs, vds, vbs);
    }

    /// <summary>What each iteration reads of a transistor that stands still comes first and together: five lines of a cache.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Mosfet
    {
        public Mosfet()
        {
        }

        public required int Drain { get; init; }

        public required int Gate { get; init; }

        public required int Source { get; init; }

        public required int Bulk { get; init; }

        /// <summary>−1 for none, as are the next two.</summary>
        public required int GateCharge { get; init; }

        public required int DrainCharge { get; init; }

        public required int SourceCharge { get; init; }

        public required int Memory { get; init; }

        public required bool HasGateBulk { get; init; }

        public required bool IsOff { get; init; }

        /// <summary>Points for which it is still taken for one that moves.</summary>
        public int Unrest;

        /// <summary>The point at which <see cref="Last"/> and its threshold were found; zero where it stood still since.</summary>
        public int LastPoint;

        /// <summary>See <see cref="MosfetParasitics.Polarity"/>.</summary>
        public required double Polarity { get; init; }

        /// <summary>From the gate [F].</summary>
        public required (double Source, double Drain, double Bulk) Overlap { get; init; }

        /// <summary>Where it was last evaluated; nowhere at first.</summary>
        public MosfetBias Bias = MosfetBias.Nowhere;

        public SlotArray Slots;

        public (double Gate, double Drain, double Bulk) Last;

        public double LastThreshold;

        public required MosfetParasitics Physics;

        public required TChannel Channel;

        /// <summary>Its temperature [°C].</summary>
        public required double Celsius { get; init; }

        /// <summary>kf/(W L C_ox²).</summary>
        public required double Flicker { get; init; }

        public required double FlickerExponent { get; init; }

        public required MosfetStart Start { get; init; }

        /// <summary>From the source, as an n-channel device has them [V].</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly (double Gate, double Drain, double Bulk) Voltages(in StampPlaces places)
        {
            var source = places.X(Source);
            return (Polarity * (places.X(Gate) - source), Polarity * (places.X(Drain) - source), Polarity * (places.X(Bulk) - source));
        }

        public readonly (double Gate, double Drain, double Bulk) Voltages(double[] x) =>
            (Polarity * (x[Gate] - x[Source]), Polarity * (x[Drain] - x[Source]), Polarity * (x[Bulk] - x[Source]));
    }

    /// <summary>Slots of the 4 × 4 places of drain, gate, source and bulk, row by row.</summary>
    [InlineArray(Length)]
    private struct SlotArray
    {
        public const int Length = 16;

        private int first;
    }
}
