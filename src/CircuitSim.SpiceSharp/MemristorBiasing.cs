using CircuitSim.Devices;
using CircuitSim.Netlists.Elements;
using SpiceSharp.Algebra;
using SpiceSharp.Behaviors;
using SpiceSharp.Components;
using SpiceSharp.Components.CommonBehaviors;
using SpiceSharp.ParameterSets;
using SpiceSharp.Simulations;

namespace CircuitSim.SpiceSharp;

/// <summary>A memristor while no time passes: a conductance that its state at the start decides.</summary>
internal class MemristorBiasing : Behavior, IBiasingBehavior, IMemristorBehavior, IExportPropertySet<double>
{
    private readonly OnePort<double> port;
    private readonly ElementSet<double> elements;

    public MemristorBiasing(IComponentBindingContext context)
        : base(context)
    {
        var solved = context.GetState<IBiasingSimulationState>();
        port = new OnePort<double>(solved, context);
        elements = new ElementSet<double>(solved.Solver, port.GetMatrixLocations(solved.Map), port.GetRhsIndices(solved.Map));
        Parameters = context.GetParameterSet<VteamMemristorParameters>();
        State = Parameters.Start;
    }

    /// <inheritdoc/>
    public double State { get; protected set; }

    protected VteamMemristorParameters Parameters { get; }

    protected IMemristorModel Model => Parameters.Model;

    /// <summary>From the positive terminal to the negative [V].</summary>
    protected double Voltage => port.Positive.Value - port.Negative.Value;

    void IBiasingBehavior.Load()
    {
        var v = Voltage;
        var (current, conductance) = Linearize(v);
        var rest = current - conductance * v;
        elements.Add(conductance, -conductance, -conductance, conductance, -rest, rest);
    }

    Func<double>? IExportPropertySet<double>.GetPropertyGetter(string name) => name?.ToLowerInvariant() switch
    {
        "w" => () => State,
        "v" => () => Voltage,
        "i" or "c" => () => Model.Current(Voltage, State),
        _ => null,
    };

    /// <inheritdoc/>
    public virtual void RequireInRange() => Model.RequireVoltage(Voltage, $"voltage across {Memristor.NameOf(Name)}");

    /// <summary>Current [A] and di/dv [S].</summary>
    protected virtual (double Current, double Conductance) Linearize(double v)
    {
        State = Parameters.Start;
        return Model.Linearize(v, State);
    }
}
