using CircuitSim.Devices;
using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Elements;

/// <summary>A field-effect transistor of three nodes, without a bulk of its own: JFET, MESFET and vertical MOSFET.</summary>
/// <param name="Model">Name of its model card.</param>
public abstract record ThreeNodeTransistor(string Name, NodeId Drain, NodeId Gate, NodeId Source, string Model) : Element(Name)
{
    public override bool IsLinear => false;

    public override NodeList Nodes => new(Drain, Gate, Source);

    internal override string Terminals => "dgs";

    internal override Element WithNode(int terminal, NodeId node) => terminal switch
    {
        0 => this with { Drain = node },
        1 => this with { Gate = node },
        _ => this with { Source = node },
    };

    /// <summary>Number of transistors in parallel.</summary>
    public ElementValue Multiplier { get; init; } = 1;

    /// <summary>temp: its own temperature; null for that of the circuit [°C].</summary>
    public ElementValue? Temperature { get; init; }

    /// <summary>dtemp: how much warmer than the circuit it is [K].</summary>
    public ElementValue TemperatureDifference { get; init; } = 0;

    /// <summary>OFF: at zero volts while the rest of the circuit looks for an operating point.</summary>
    public bool InitiallyOff { get; init; }

    /// <summary>ic: v_ds at the start of a transient with uic; null takes that of the nodes, as with the next [V].</summary>
    public ElementValue? InitialDrainSource { get; init; }

    /// <summary>v_gs there [V].</summary>
    public ElementValue? InitialGateSource { get; init; }

    /// <summary>[°C]</summary>
    public double TemperatureIn(SimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Temperature?.Number ?? options.Temperature + TemperatureDifference.Number;
    }

    internal override void CheckValues(SimulatorOptions options)
    {
        this.Require(Multiplier.Number > 0, "m", Multiplier.Number, "", ElementRules.AboveZero);
        this.Require(TemperatureIn(options) > -PhysicalConstants.ZeroCelsius, "temperature", TemperatureIn(options), "°C", "finite and above absolute zero");
        this.RequireFinite("initial vds", InitialDrainSource, "V");
        this.RequireFinite("initial vgs", InitialGateSource, "V");
    }

    public override Element Placed(string name, Placement placement) => this with
    {
        Name = name,
        Drain = placement.Node(Drain),
        Gate = placement.Node(Gate),
        Source = placement.Node(Source),
        Model = placement.Model(Model),
        Multiplier = placement.Value(Multiplier),
        Temperature = placement.Value(Temperature),
        TemperatureDifference = placement.Value(TemperatureDifference),
        InitialDrainSource = placement.Value(InitialDrainSource),
        InitialGateSource = placement.Value(InitialGateSource),
    };

    internal override Element Multiplied(double count) => this with { Multiplier = Multiplier.Times(count) };
}
