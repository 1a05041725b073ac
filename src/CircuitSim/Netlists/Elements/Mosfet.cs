using CircuitSim.Devices;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Elements;

/// <summary>M: a MOSFET of the level that its card gives.</summary>
/// <param name="Model">Name of a model card of kind NMOS or PMOS.</param>
public sealed record Mosfet(string Name, NodeId Drain, NodeId Gate, NodeId Source, NodeId Bulk, string Model) : Element(Name)
{
    private static readonly string[] Cards = [MosfetCard.NChannelKind, MosfetCard.PChannelKind];

    public override char Letter => 'M';

    public override string Kind => "MOSFET";

    public override bool IsLinear => false;

    public override NodeList Nodes => new(Drain, Gate, Source, Bulk);

    internal override string Terminals => "dgsb";

    internal override Element WithNode(int terminal, NodeId node) => terminal switch
    {
        0 => this with { Drain = node },
        1 => this with { Gate = node },
        2 => this with { Source = node },
        _ => this with { Bulk = node },
    };

    /// <summary>Width of the channel; null for that of the card or the options [m].</summary>
    public ElementValue? Width { get; init; }

    /// <summary>Drawn length of the channel; null for that of the card or the options [m].</summary>
    public ElementValue? Length { get; init; }

    /// <summary>Area of the drain's junction; null for that of the card or the options [m²].</summary>
    public ElementValue? DrainArea { get; init; }

    /// <summary>Area of the source's junction; null for that of the card or the options [m²].</summary>
    public ElementValue? SourceArea { get; init; }

    /// <summary>Perimeter of the drain's junction [m].</summary>
    public ElementValue DrainPerimeter { get; init; } = 0;

    /// <summary>Perimeter of the source's junction [m].</summary>
    public ElementValue SourcePerimeter { get; init; } = 0;

    /// <summary>Squares of the drain's diffusion, times the card's rsh.</summary>
    public ElementValue DrainSquares { get; init; } = 1;

    /// <summary>Squares of the source's diffusion, times the card's rsh.</summary>
    public ElementValue SourceSquares { get; init; } = 1;

    /// <summary>Number of transistors in parallel.</summary>
    public ElementValue Multiplier { get; init; } = 1;

    /// <summary>temp: its own temperature; null for that of the circuit [°C].</summary>
    public ElementValue? Temperature { get; init; }

    /// <summary>dtemp: how much warmer than the circuit it is [K].</summary>
    public ElementValue TemperatureDifference { get; init; } = 0;

    /// <summary>OFF: at zero volts while the rest of the circuit looks for an operating point.</summary>
    public bool InitiallyOff { get; init; }

    /// <summary>ic: v_ds at the start of a transient with uic; null takes that of the nodes, as with the next two [V].</summary>
    public ElementValue? InitialDrainSource { get; init; }

    /// <summary>v_gs there [V].</summary>
    public ElementValue? InitialGateSource { get; init; }

    /// <summary>v_bs there [V].</summary>
    public ElementValue? InitialBulkSource { get; init; }

    public override CardReference? Card => new(Model, Cards);

    /// <summary>Of a flat netlist, which has all its sizes.</summary>
    public MosfetGeometry Geometry() => new()
    {
        Width = Width!.Value.Number,
        Length = Length!.Value.Number,
        DrainArea = DrainArea!.Value.Number,
        SourceArea = SourceArea!.Value.Number,
        DrainPerimeter = DrainPerimeter.Number,
        SourcePerimeter = SourcePerimeter.Number,
        DrainSquares = DrainSquares.Number,
        SourceSquares = SourceSquares.Number,
        Multiplier = Multiplier.Number,
    };

    /// <summary>[°C]</summary>
    public double TemperatureIn(SimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Temperature?.Number ?? options.Temperature + TemperatureDifference.Number;
    }

    /// <summary>With the sizes that it does not give: those of its card, or else those of the options.</summary>
    internal Mosfet WithSizes(ModelCard? card, SimulatorOptions options)
    {
        return this with
        {
            Width = Width ?? OfCard(MosfetCard.Width) ?? options.DefaultWidth,
            Length = Length ?? OfCard(MosfetCard.Length) ?? options.DefaultLength,
            DrainArea = DrainArea ?? options.DefaultDrainArea,
            SourceArea = SourceArea ?? options.DefaultSourceArea,
        };

        // What is no number there is the fault of the card.
        ElementValue? OfCard(string key) =>
            card?.Parameters.TryGetValue(key, out var text) == true && SiText.TryParse(text, out var value) ? value : null;
    }

    internal override void CheckValues(SimulatorOptions options)
    {
        var (width, length) = (Width!.Value.Number, Length!.Value.Number);
        this.Require(width > 0, "w", width, "m", ElementRules.AboveZero);
        this.Require(length > 0, "l", length, "m", ElementRules.AboveZero);
        this.Require(Multiplier.Number > 0, "m", Multiplier.Number, "", ElementRules.AboveZero);
        this.Require(TemperatureIn(options) > -PhysicalConstants.ZeroCelsius, "temperature", TemperatureIn(options), "°C", "finite and above absolute zero");
        this.RequireFinite("initial vds", InitialDrainSource, "V");
        this.RequireFinite("initial vgs", InitialGateSource, "V");
        this.RequireFinite("initial vbs", InitialBulkSource, "V");
        NotNegative("ad", DrainArea!.Value, "m²");
        NotNegative("as", SourceArea!.Value, "m²");
        NotNegative("pd", DrainPerimeter, "m");
        NotNegative("ps", SourcePerimeter, "m");
        NotNegative("nrd", DrainSquares, "");
        NotNegative("nrs", SourceSquares, "");

        void NotNegative(string key, ElementValue value, string unit) => this.Require(value.Number >= 0, key, value.Number, unit, ElementRules.NotNegative);
    }

    internal override void CheckAgainst(object parameters)
    {
        var (p, geometry) = ((MosfetParameters)parameters, Geometry());
        this.Require(geometry.EffectiveLength(p) > 0, "length", geometry.Length, "m", "finite and above what the card takes off, 2 ld");
        this.Require(geometry.EffectiveWidth(p) > 0, "width", geometry.Width, "m", "finite and above what the card takes off, 2 wd");
    }

    public override Element Placed(string name, Placement placement) => this with
    {
        Name = name,
        Drain = placement.Node(Drain),
        Gate = placement.Node(Gate),
        Source = placement.Node(Source),
        Bulk = placement.Node(Bulk),
        Model = placement.Model(Model),
        Width = placement.Value(Width),
        Length = placement.Value(Length),
        DrainArea = placement.Value(DrainArea),
        SourceArea = placement.Value(SourceArea),
        DrainPerimeter = placement.Value(DrainPerimeter),
        SourcePerimeter = placement.Value(SourcePerimeter),
        DrainSquares = placement.Value(DrainSquares),
        SourceSquares = placement.Value(SourceSquares),
        Multiplier = placement.Value(Multiplier),
        Temperature = placement.Value(Temperature),
        TemperatureDifference = placement.Value(TemperatureDifference),
        InitialDrainSource = placement.Value(InitialDrainSource),
        InitialGateSource = placement.Value(InitialGateSource),
        InitialBulkSource = placement.Value(InitialBulkSource),
    };

    internal override Element Multiplied(double count) => this with { Multiplier = Multiplier.Times(count) };
}
