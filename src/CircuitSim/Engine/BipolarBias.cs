using CircuitSim.Devices;

namespace CircuitSim.Engine;

/// <summary>A bipolar transistor evaluated at one bias, whatever the integration formula: currents, charges and all their slopes.</summary>
internal readonly struct BipolarBias
{
    public readonly double BaseEmitter, BaseCollector, OuterCollector, Substrate;

    /// <summary>i_f / q_b and i_r / q_b.</summary>
    public readonly FunctionOfTwo Forward, Reverse;
    public readonly FunctionOfTwo BaseConductance, EmitterCharge;
    public readonly (double Current, double Conductance) EmitterJunction, CollectorJunction, SubstrateJunction;
    public readonly (double Charge, double Capacitance) CollectorCharge, OuterCharge, SubstrateCharge;

    /// <param name="vbx">From the outer base to the inner collector, as the others a forward voltage [V].</param>
    /// <param name="vsub">Of the substrate's junction [V].</param>
    public BipolarBias(in GummelPoon physics, double vbe, double vbc, double vbx, double vsub)
    {
        (BaseEmitter, BaseCollector, OuterCollector, Substrate) = (vbe, vbc, vbx, vsub);
        var (forward, reverse) = (physics.ForwardAt(vbe), physics.ReverseAt(vbc));
        var qb = physics.BaseChargeAt(vbe, vbc, forward, reverse);
        Forward = Over(qb, forward.Current, forward.Conductance, 0);
        Reverse = Over(qb, reverse.Current, 0, reverse.Conductance);
        EmitterJunction = physics.BaseEmitterAt(vbe, forward);
        CollectorJunction = physics.BaseCollectorAt(vbc, reverse);
        SubstrateJunction = physics.SubstrateAt(vsub);
        if (physics.HasVariableBaseResistance)
        {
            var current = new FunctionOfTwo(EmitterJunction.Current + CollectorJunction.Current, EmitterJunction.Conductance, CollectorJunction.Conductance);
            BaseConductance = physics.BaseConductanceAt(current, qb);
        }

        if (physics.HasEmitterCharge)
            EmitterCharge = physics.EmitterChargeAt(vbe, vbc, forward, qb);
        if (physics.HasCollectorCharge)
            CollectorCharge = physics.CollectorChargeAt(vbc, reverse);
        if (physics.HasOuterCharge)
            OuterCharge = physics.OuterChargeAt(vbx);
        if (physics.HasSubstrateCharge)
            SubstrateCharge = physics.SubstrateChargeAt(vsub);
    }

    private BipolarBias(double nowhere) => BaseEmitter = nowhere;

    /// <summary>Far from every voltage.</summary>
    public static BipolarBias Nowhere { get; } = new(double.PositiveInfinity);

    private static FunctionOfTwo Over(in FunctionOfTwo qb, double current, double byEmitter, double byCollector)
    {
        var part = current / qb.Value;
        return new FunctionOfTwo(part, (byEmitter - part * qb.ByEmitter) / qb.Value, (byCollector - part * qb.ByCollector) / qb.Value);
    }
}
