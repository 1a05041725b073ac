using CircuitSim.Devices;
using CircuitSim.Netlists.Elements;
using CircuitSim.Numerics;
using SpiceSharp.Behaviors;
using SpiceSharp.Components;
using SpiceSharp.Simulations;
using SpiceSharp.Simulations.IntegrationMethods;

namespace CircuitSim.SpiceSharp;

/// <summary>
/// A memristor while time passes. Within every iteration the device solves for its own state, by its model's integral for a
/// voltage that goes evenly from that of the last point to the one of the iteration, and stamps the total derivative
/// di/dv = ∂i/∂v + ∂i/∂w · dw/dv. Neither order nor formula of the integration method concern it. As something that
/// SpiceSharp can truncate it limits the step (<see cref="MemristorSteps"/>).
/// </summary>
internal sealed class MemristorTime : MemristorBiasing, ITimeBehavior, IIntegrationState, ITruncatable
{
    private readonly IIntegrationMethod method;
    private readonly ITimeSimulationState time;
    private readonly IIterationSimulationState iteration;

    // At the last accepted point, and before it.
    private double acceptedState, acceptedVoltage, voltageBefore, lastStep;
    private bool hasPast;

    public MemristorTime(IComponentBindingContext context)
        : base(context)
    {
        time = context.GetState<ITimeSimulationState>();
        iteration = context.GetState<IIterationSimulationState>();
        method = context.GetState<IIntegrationMethod>();
        method.RegisterState(this);
    }

    /// <summary>Length of the step that is being tried [s].</summary>
    private double Step => method.Time - method.BaseTime;

    public override void RequireInRange()
    {
        if (!Model.HoldsAt(Voltage))
            Model.RequireVoltage(Voltage, $"voltage across {Memristor.NameOf(Name)} at {SiText.Format(method.Time, "s")}");
    }

    void ITimeBehavior.InitializeStates()
    {
        State = acceptedState = Parameters.Start;
        acceptedVoltage = Voltage;
        hasPast = false;
    }

    void IIntegrationState.Accept()
    {
        RequireInRange();
        var v = Voltage;
        var step = Step;
        if (step > 0)
        {
            State = Model.Advance(acceptedState, acceptedVoltage, v, step).State;
            (voltageBefore, lastStep) = (acceptedVoltage, step);
        }

        // A step that ends at a corner of some source says nothing about how voltages bend behind it.
        hasPast = step > 0 && method is not IBreakpointMethod { Break: true };
        (acceptedState, acceptedVoltage) = (State, v);
    }

    /// <summary>The step that the state allows; SpiceSharp takes the tried one back if it is longer than that by a ninth.</summary>
    double ITruncatable.Truncate()
    {
        var step = Step;
        var v = Voltage;
        State = Model.Advance(acceptedState, acceptedVoltage, v, step).State;
        var move = Math.Abs(State - acceptedState) / Model.StateRange;
        var part = MemristorSteps.AcceptablePart(move, hasPast);
        if (part < 1)
            return part * step;
        var longest = MemristorSteps.LongestPart(move);
        if (!hasPast)
            return longest * step;
        var model = Model;
        longest = MemristorSteps.LongestPart(ref model, Parameters.StateTolerance, acceptedState, State, (voltageBefore, acceptedVoltage, v), step, lastStep, 1, longest);
        return longest * step;
    }

    protected override (double Current, double Conductance) Linearize(double v)
    {
        if (time.UseDc)
            return base.Linearize(v);
        var (w, slope) = Model.Advance(acceptedState, acceptedVoltage, v, Step);
        if (!MemristorSteps.IsSettled(Model.StateRange, Parameters.StateTolerance, acceptedState, State, w))
            iteration.IsConvergent = false;
        State = w;
        var (current, conductance) = Model.Linearize(v, w);
        return (current, conductance + Model.CurrentPerState(v, w) * slope);
    }
}
