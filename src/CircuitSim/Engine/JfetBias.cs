using CircuitSim.Devices;

namespace CircuitSim.Engine;

/// <summary>A junction field-effect transistor evaluated at one bias, whatever the integration formula: currents, charges and all their slopes.</summary>
internal readonly struct JfetBias
{
    public readonly double GateSource, GateDrain;
    public readonly (double Current, double BySource, double ByDrain) Channel;
    public readonly (double Current, double Conductance) SourceJunction, DrainJunction;
    public readonly (double Charge, double Capacitance) SourceCharge, DrainCharge;

    public JfetBias(in JunctionFet physics, double vgs, double vgd)
    {
        (GateSource, GateDrain) = (vgs, vgd);
        Channel = physics.ChannelAt(vgs, vgd);
        SourceJunction = physics.SourceJunction.CurrentAt(vgs);
        DrainJunction = physics.DrainJunction.CurrentAt(vgd);
        SourceCharge = physics.SourceJunction.ChargeAt(vgs, SourceJunction.Current, SourceJunction.Conductance);
        DrainCharge = physics.DrainJunction.ChargeAt(vgd, DrainJunction.Current, DrainJunction.Conductance);
    }

    private JfetBias(double nowhere) => GateSource = nowhere;

    /// <summary>Far from every voltage.</summary>
    public static JfetBias Nowhere { get; } = new(double.PositiveInfinity);
}
