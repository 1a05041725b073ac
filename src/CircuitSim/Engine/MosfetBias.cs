using CircuitSim.Devices;

namespace CircuitSim.Engine;

/// <summary>A MOSFET evaluated at one bias, whatever the integration formula: currents, charges and all their slopes.</summary>
internal readonly struct MosfetBias
{
    public readonly double GateSource, DrainSource, BulkSource;
    public readonly double Current, ByGate, ByDrain, ByBulk, Threshold;
    public readonly double DrainJunction, DrainJunctionSlope, SourceJunction, SourceJunctionSlope;
    public readonly double DrainCharge, DrainCapacitance, SourceCharge, SourceCapacitance;
    public readonly double OxideSource, OxideDrain, OxideBulk;

    /// <param name="channel">Of a transistor whose drain and source are swapped where the voltage says so.</param>
    public MosfetBias(in MosfetParasitics physics, in ChannelPoint channel, double vgs, double vds, double vbs)
    {
        (GateSource, DrainSource, BulkSource) = (vgs, vds, vbs);
        var (vgd, vbd) = (vgs - vds, vbs - vds);
        var forward = vds >= 0;
        Threshold = channel.Threshold;
        if (forward)
        {
            (Current, ByGate, ByDrain, ByBulk) = (channel.Current, channel.GateTransconductance, channel.OutputConductance, channel.BulkTransconductance);
        }
        else
        {
            // The derivatives turned back into those of the current from drain to source by v_gs, v_ds and v_bs.
            (Current, ByGate, ByBulk) = (-channel.Current, -channel.GateTransconductance, -channel.BulkTransconductance);
            ByDrain = channel.GateTransconductance + channel.OutputConductance + channel.BulkTransconductance;
        }

        (DrainJunction, DrainJunctionSlope) = physics.DrainJunctionAt(vbd);
        (SourceJunction, SourceJunctionSlope) = physics.SourceJunctionAt(vbs);
        if (physics.HasDrainCharge)
            (DrainCharge, DrainCapacitance) = physics.DrainChargeAt(vbd);
        if (physics.HasSourceCharge)
            (SourceCharge, SourceCapacitance) = physics.SourceChargeAt(vbs);
        if (physics.HasGateCharge)
        {
            (OxideSource, OxideDrain, OxideBulk) = physics.OxideCapacitancesAt(forward ? vgs : vgd, Math.Abs(vds), channel);
            if (!forward)
                (OxideSource, OxideDrain) = (OxideDrain, OxideSource);
        }
    }

    private MosfetBias(double nowhere) => GateSource = nowhere;

    /// <summary>Far from every voltage.</summary>
    public static MosfetBias Nowhere { get; } = new(double.PositiveInfinity);
}
