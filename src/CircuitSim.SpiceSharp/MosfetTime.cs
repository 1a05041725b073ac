using CircuitSim.Devices;
using SpiceSharp.Behaviors;
using SpiceSharp.Components;
using SpiceSharp.Components.Common;
using SpiceSharp.Components.Mosfets;
using SpiceSharp.Simulations;
using SpiceSharp.Simulations.IntegrationMethods;

namespace CircuitSim.SpiceSharp;

/// <summary>
/// The charges of a MOSFET: two junctions to the bulk, and the gate's after Meyer, whose capacitances are halves
/// at this point and at the last one, q = q₋₁ + (C/2 + C₋₁/2 + C_overlap)(v − v₋₁). Capacitances and stamps are SpiceSharp's;
/// its own behavior in time (3.2.3) lets the current of the drain's junction flow through the channel, too, keeps the
/// charge between gate and bulk constant, and starts gate and junctions with other charges than those of the operating point.
/// </summary>
internal sealed class MosfetTime : Behavior, ITimeBehavior
{
    private readonly ITimeSimulationState time;
    private readonly IMosfetBiasingBehavior channel;
    private readonly ModelParameters model;
    private readonly Charges charges = new();
    private readonly IDerivative bulkDrain, bulkSource;
    private readonly GateCharge gateSource, gateDrain, gateBulk;

    private readonly MosfetParasitics parasitics;

    public MosfetTime(IComponentBindingContext context, MosfetParasitics parasitics)
        : base(context)
    {
        this.parasitics = parasitics;
        time = context.GetState<ITimeSimulationState>();
        channel = context.Behaviors.GetValue<IMosfetBiasingBehavior>();
        model = context.ModelBehaviors.GetParameterSet<ModelParameters>();
        var method = context.GetState<IIntegrationMethod>();
        (bulkDrain, bulkSource) = (method.CreateDerivative(), method.CreateDerivative());
        (gateSource, gateDrain, gateBulk) = (new GateCharge(method), new GateCharge(method), new GateCharge(method));
        channel.UpdateContributions += (_, e) => AddTo(e.Contributions);
    }

    void ITimeBehavior.InitializeStates()
    {
        charges.Calculate(channel, model);
        (bulkDrain.Value, bulkSource.Value) = (charges.Qbd, charges.Qbs);
        gateSource.Start(channel.Vgs, charges.Cgs, parasitics.GateSourceOverlap);
        gateDrain.Start(channel.Vgs - channel.Vds, charges.Cgd, parasitics.GateDrainOverlap);
        gateBulk.Start(channel.Vgs - channel.Vbs, charges.Cgb, parasitics.GateBulkOverlap);
    }

    private void AddTo(Contributions<double> sum)
    {
        if (time.UseDc)
            return;
        charges.Calculate(channel, model);
        AddJunction(bulkDrain, charges.Qbd, charges.Cbd, ref sum.Bd);
        AddJunction(bulkSource, charges.Qbs, charges.Cbs, ref sum.Bs);
        gateSource.AddTo(ref sum.Gs, channel.Vgs, charges.Cgs);
        gateDrain.AddTo(ref sum.Gd, channel.Vgs - channel.Vds, charges.Cgd);
        gateBulk.AddTo(ref sum.Gb, channel.Vgs - channel.Vbs, charges.Cgb);
    }

    /// <summary>The channel's behavior takes the current of a junction whole, and g · v off it.</summary>
    private static void AddJunction(IDerivative charge, double q, double capacitance, ref Contribution<double> sum)
    {
        charge.Value = q;
        charge.Derive();
        sum.G += charge.GetContributions(capacitance).Jacobian;
        sum.C += charge.Derivative;
    }

    private sealed class GateCharge
    {
        private readonly IDerivative charge;
        private readonly StateValue<double> voltage = new(2), half = new(2);
        private double overlap;

        public GateCharge(IIntegrationMethod method)
        {
            charge = method.CreateDerivative();
            method.RegisterState(voltage);
            method.RegisterState(half);
        }

        /// <param name="halfCapacitance">Half of Meyer's capacitance [F].</param>
        public void Start(double v, double halfCapacitance, double overlapCapacitance)
        {
            overlap = overlapCapacitance;
            (voltage.Value, half.Value) = (v, halfCapacitance);
            charge.Value = (2 * halfCapacitance + overlap) * v;
        }

        public void AddTo(ref Contribution<double> sum, double v, double halfCapacitance)
        {
            var capacitance = halfCapacitance + half.GetPreviousValue(1) + overlap;
            (voltage.Value, half.Value) = (v, halfCapacitance);
            charge.Value = charge.GetPreviousValue(1) + capacitance * (v - voltage.GetPreviousValue(1));
            charge.Derive();
            var stamp = charge.GetContributions(capacitance, v);
            sum.G += stamp.Jacobian;
            sum.C += stamp.Rhs;
        }
    }
}
