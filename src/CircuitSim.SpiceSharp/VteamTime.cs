using CircuitSim.Devices;
using CircuitSim.Netlists.Elements;
using CircuitSim.Numerics;
using SpiceSharp.Behaviors;
using SpiceSharp.Components;
using SpiceSharp.Simulations;
using SpiceSharp.Simulations.IntegrationMethods;

namespace CircuitSim.SpiceSharp;

/// <summary>
/// A memristor while time passes. Within every iteration the device solves for its own state, exactly for a voltage that
/// goes evenly from that of the last point to the one of the iteration (<see cref="VteamRamp"/>), and stamps the total
/// derivative di/dv = ∂i/∂v + ∂i/∂w · dw/dv. Neither order nor formula of the integration method concern it. As something
/// that SpiceSharp can truncate it limits the step: no state moves by more than <see cref="LargestMove"/> of its range, and
/// what the bending of its voltage costs stays below statetol of the move.
/// </summary>
internal sealed class VteamTime : VteamBiasing, ITimeBehavior, IIntegrationState, ITruncatable
{
    /// <summary>Largest move of a state within one step, as a part of its range.</summary>
    private const double LargestMove = 0.05;

    /// <summary>The same in the first step behind a corner, where nothing is known of how voltages bend.</summary>
    private const double LargestFirstMove = 0.01;

    /// <summary>Errors below this part of statetol times the range do not count.</summary>
    private const double Floor = 1e-3;

    /// <summary>How much of the tolerance an iteration that has converged may leave open.</summary>
    private const double IterationPart = 0.1;

    private readonly IIntegrationMethod method;
    private readonly ITimeSimulationState time;
    private readonly IIterationSimulationState iteration;
    private readonly VteamRamp ramp;
    private readonly double range;

    // At the last accepted point, and before it.
    private double acceptedState, acceptedVoltage, voltageBefore, lastStep;
    private bool hasPast;

    public VteamTime(IComponentBindingContext context)
        : base(context)
    {
        time = context.GetState<ITimeSimulationState>();
        iteration = context.GetState<IIterationSimulationState>();
        method = context.GetState<IIntegrationMethod>();
        method.RegisterState(this);
        ramp = new VteamRamp(Parameters.Device);
        range = Parameters.Device.WOff - Parameters.Device.WOn;
    }

    /// <summary>Length of the step that is being tried [s].</summary>
    private double Step => method.Time - method.BaseTime;

    public override void RequireInRange()
    {
        if (!Parameters.Device.HoldsAt(Voltage))
            Parameters.Device.RequireVoltage(Voltage, $"voltage across {Memristor.NameOf(Name)} at {SiText.Format(method.Time, "s")}");
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
            State = ramp.Advance(acceptedState, acceptedVoltage, v, step).State;
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
        State = ramp.Advance(acceptedState, acceptedVoltage, v, step).State;
        var move = Math.Abs(State - acceptedState) / range;
        var limit = hasPast ? LargestMove : LargestFirstMove;
        if (move > limit)
            return Math.Max(0.8 * limit / move, 0.1) * step;
        var longest = move > 0 ? LargestMove / move : double.PositiveInfinity;
        // A state that a limit holds is exact.
        if (hasPast && State > Parameters.Device.WOn && State < Parameters.Device.WOff)
        {
            // v″ of three points; the error of a step grows as h³, its move as h.
            var sag = step / (4 * (step + lastStep)) * (v - acceptedVoltage - step / lastStep * (acceptedVoltage - voltageBefore));
            var error = ramp.Bending(State, acceptedVoltage, v, sag, step);
            var tolerance = Tolerance(State - acceptedState);
            if (error * longest * longest > tolerance)
                longest = Math.Sqrt(tolerance / error);
        }

        return longest * step;
    }

    protected override (double Current, double Conductance) Linearize(double v)
    {
        if (time.UseDc)
            return base.Linearize(v);
        var (w, slope) = ramp.Advance(acceptedState, acceptedVoltage, v, Step);
        // Half a tolerance of voltage can be many of the state, whose rate is a power of it.
        if (Math.Abs(w - State) > IterationPart * Tolerance(w - acceptedState))
            iteration.IsConvergent = false;
        State = w;
        var (current, conductance) = Physics.Linearize(v, w);
        return (current, conductance + Physics.CurrentPerState(v, w) * slope);
    }

    private double Tolerance(double move) => Parameters.StateTolerance * (Math.Abs(move) + Floor * range);
}
