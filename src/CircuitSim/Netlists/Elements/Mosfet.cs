using CircuitSim.Devices;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;

namespace CircuitSim.Netlists.Elements;

/// <summary>M: a MOSFET of level 1.</summary>
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

    /// <summary>Width of the channel [m].</summary>
    public ElementValue Width { get; init; } = 100e-6;

    /// <summary>Drawn length of the channel [m].</summary>
    public ElementValue Length { get; init; } = 100e-6;

    /// <summary>Area of the drain's junction [m²].</summary>
    public ElementValue DrainArea { get; init; } = 0;

    /// <summary>Area of the source's junction [m²].</summary>
    public ElementValue SourceArea { get; init; } = 0;

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

    /// <summary>OFF: at zero volts while the rest of the circuit looks for an operating point.</summary>
    public bool InitiallyOff { get; init; }

    /// <summary>ic: v_ds at the start of a transient with uic; null takes that of the nodes, as with the next two [V].</summary>
    public ElementValue? InitialDrainSource { get; init; }

    /// <summary>v_gs there [V].</summary>
    public ElementValue? InitialGateSource { get; init; }

    /// <summary>v_bs there [V].</summary>
    public ElementValue? InitialBulkSource { get; init; }

    public override CardReference? Card => new(Model, Cards);

    internal override void CheckValues(SimulatorOptions options)
    {
        this.Require(Width.Number > 0, "w", Width.Number, "m", ElementRules.AboveZero);
        this.Require(Length.Number > 0, "l", Length.Number, "m", ElementRules.AboveZero);
        this.Require(Multiplier.Number > 0, "m", Multiplier.Number, "", ElementRules.AboveZero);
        this.RequireFinite("initial vds", InitialDrainSource, "V");
        this.RequireFinite("initial vgs", InitialGateSource, "V");
        this.RequireFinite("initial vbs", InitialBulkSource, "V");
        NotNegative("ad", DrainArea, "m²");
        NotNegative("as", SourceArea, "m²");
        NotNegative("pd", DrainPerimeter, "m");
        NotNegative("ps", SourcePerimeter, "m");
        NotNegative("nrd", DrainSquares, "");
        NotNegative("nrs", SourceSquares, "");

        void NotNegative(string key, ElementValue value, string unit) => this.Require(value.Number >= 0, key, value.Number, unit, ElementRules.NotNegative);
    }

    internal override void CheckAgainst(object parameters) =>
        this.Require(Length.Number > 2 * ((MosfetParameters)parameters).LateralDiffusion, "length", Length.Number, "m", "finite and above twice the card's ld");

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
        InitialDrainSource = placement.Value(InitialDrainSource),
        InitialGateSource = placement.Value(InitialGateSource),
        InitialBulkSource = placement.Value(InitialBulkSource),
    };

    internal override Element Multiplied(double count) => this with { Multiplier = Multiplier.Times(count) };
}
