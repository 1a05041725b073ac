using CircuitSim.Devices;
using SpiceSharp;
using SpiceSharp.Behaviors;
using SpiceSharp.Components;
using SpiceSharp.Simulations;

namespace CircuitSim.SpiceSharp;

/// <summary>
/// VTEAM (<see cref="Vteam"/>) as a component of SpiceSharp, for its operating points, sweeps and transients:
/// <code>
/// var circuit = new Circuit(
///     new VoltageSource("V1", "in", "0", new Pulse(0, -2, 1e-9, 1e-9, 1e-9, 6e-9, 1e-6)),
///     new Resistor("R1", "in", "a", 1e3),
///     new VteamMemristor("M1", "a", "0", VteamCard.ToParameters(DeviceModelLibrary.Find("vteam_magic").Card)));
/// var transient = new Transient("tran", 1e-10, 20e-9);
/// var state = new RealPropertyExport(transient, "M1", "w");
/// foreach (var _ in transient.Run(circuit, Transient.ExportTransient))
///     Console.WriteLine($"{transient.Time} {state.Value}");
/// </code>
/// A positive voltage from the first node to the second resets it; at a voltage outside the range of its parameters a
/// transient ends with an <see cref="InvalidParameterException"/>. Properties w [m], v [V], i [A]; parameters w0 [m], statetol.
/// </summary>
public sealed class VteamMemristor : Component<VteamMemristorParameters>
{
    /// <param name="positive">Node of the positive terminal.</param>
    /// <param name="negative">Node of the negative terminal.</param>
    /// <exception cref="InvalidParameterException">A parameter of the device is out of range.</exception>
    public VteamMemristor(string name, string positive, string negative, VteamParameters device)
        : this(name, positive, negative, new Vteam(device ?? throw new ArgumentNullException(nameof(device))))
    {
    }

    /// <summary>The same component with another model of a memristor.</summary>
    public VteamMemristor(string name, string positive, string negative, IMemristorModel model)
        : base(name, 2)
    {
        ArgumentNullException.ThrowIfNull(model);
        Connect(positive, negative);
        Parameters.Model = model;
    }

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    /// <exception cref="SpiceSharpException">The simulation is a small-signal one, for which the device has no form.</exception>
    public override void CreateBehaviors(ISimulation simulation)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        if (simulation.UsesBehaviors<IFrequencyBehavior>())
            throw new SpiceSharpException($"{Name}: a memristor has no small-signal form; put a resistor of its resistance in its place.");
        var behaviors = new BehaviorContainer(Name);
        var context = new ComponentBindingContext(this, simulation, behaviors);
        if (simulation.UsesBehaviors<ITimeBehavior>())
            behaviors.Add(new MemristorTime(context));
        else if (simulation.UsesBehaviors<IBiasingBehavior>())
            behaviors.Add(new MemristorBiasing(context));
        simulation.EntityBehaviors.Add(behaviors);
    }
}
