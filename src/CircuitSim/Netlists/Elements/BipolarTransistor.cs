using CircuitSim.Devices;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;

namespace CircuitSim.Netlists.Elements;

/// <summary>Q: a bipolar transistor (Gummel–Poon).</summary>
/// <param name="Model">Name of a model card of kind NPN or PNP.</param>
public sealed record BipolarTransistor(string Name, NodeId Collector, NodeId Base, NodeId Emitter, string Model) : Element(Name)
{
    private static readonly string[] Cards = [BipolarCard.NpnKind, BipolarCard.PnpKind];

    public override char Letter => 'Q';

    public override string Kind => "bipolar transistor";

    public override bool IsLinear => false;

    public override NodeList Nodes => new(Collector, Base, Emitter, Substrate);

    /// <summary>Ground unless given.</summary>
    public NodeId Substrate { get; init; } = NodeId.Ground;

    internal override string Terminals => "cbes";

    internal override Element WithNode(int terminal, NodeId node) => terminal switch
    {
        0 => this with { Collector = node },
        1 => this with { Base = node },
        2 => this with { Emitter = node },
        _ => this with { Substrate = node },
    };

    /// <summary>Multiplies the card's currents and capacitances and divides its resistances; 1 unless given.</summary>
    public ElementValue Area { get; init; } = 1;

    /// <summary>areab; null for that of the emitter.</summary>
    public ElementValue? BaseArea { get; init; }

    /// <summary>areac; null for that of the emitter.</summary>
    public ElementValue? CollectorArea { get; init; }

    /// <summary>Number of transistors in parallel.</summary>
    public ElementValue Multiplier { get; init; } = 1;

    /// <summary>temp: its own temperature; null for that of the circuit [°C].</summary>
    public ElementValue? Temperature { get; init; }

    /// <summary>dtemp: how much warmer than the circuit it is [K].</summary>
    public ElementValue TemperatureDifference { get; init; } = 0;

    /// <summary>OFF: at zero volts while the rest of the circuit looks for an operating point.</summary>
    public bool InitiallyOff { get; init; }

    /// <summary>ic: v_be at the start of a transient with uic; null takes that of the nodes, as with the next [V].</summary>
    public ElementValue? InitialBaseEmitter { get; init; }

    /// <summary>v_ce there [V].</summary>
    public ElementValue? InitialCollectorEmitter { get; init; }

    public override CardReference? Card => new(Model, Cards);

    /// <summary>Of all parallel transistors together.</summary>
    public BipolarAreas Areas()
    {
        var m = Multiplier.Number;
        return new(m * Area.Number, m * (BaseArea ?? Area).Number, m * (CollectorArea ?? Area).Number);
    }

    /// <summary>[°C]</summary>
    public double TemperatureIn(SimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Temperature?.Number ?? options.Temperature + TemperatureDifference.Number;
    }

    internal override void CheckValues(SimulatorOptions options)
    {
        var areas = Areas();
        this.Require(Area.Number > 0, "area", Area.Number, "", ElementRules.AboveZero);
        this.Require(areas.Base > 0, "areab", areas.Base, "", ElementRules.AboveZero);
        this.Require(areas.Collector > 0, "areac", areas.Collector, "", ElementRules.AboveZero);
        this.Require(Multiplier.Number > 0, "m", Multiplier.Number, "", ElementRules.AboveZero);
        this.Require(TemperatureIn(options) > -PhysicalConstants.ZeroCelsius, "temperature", TemperatureIn(options), "°C", "finite and above absolute zero");
        this.RequireFinite("initial vbe", InitialBaseEmitter, "V");
        this.RequireFinite("initial vce", InitialCollectorEmitter, "V");
    }

    public override Element Placed(string name, Placement placement) => this with
    {
        Name = name,
        Collector = placement.Node(Collector),
        Base = placement.Node(Base),
        Emitter = placement.Node(Emitter),
        Substrate = placement.Node(Substrate),
        Model = placement.Model(Model),
        Area = placement.Value(Area),
        BaseArea = placement.Value(BaseArea),
        CollectorArea = placement.Value(CollectorArea),
        Multiplier = placement.Value(Multiplier),
        Temperature = placement.Value(Temperature),
        TemperatureDifference = placement.Value(TemperatureDifference),
        InitialBaseEmitter = placement.Value(InitialBaseEmitter),
        InitialCollectorEmitter = placement.Value(InitialCollectorEmitter),
    };

    internal override Element Multiplied(double count) => this with { Multiplier = Multiplier.Times(count) };
}
