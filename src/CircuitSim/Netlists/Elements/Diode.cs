using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;

namespace CircuitSim.Netlists.Elements;

/// <summary>D: a junction diode.</summary>
/// <param name="Model">Name of a model card of kind D.</param>
public sealed record Diode(string Name, NodeId Anode, NodeId Cathode, string Model) : Element(Name)
{
    private static readonly string[] Cards = [DiodeCard.Kind];

    public override char Letter => 'D';

    public override string Kind => "diode";

    public override bool IsLinear => false;

    public override NodeList Nodes => new(Anode, Cathode);

    /// <summary>Multiplies the card's currents and capacitances and divides its resistance; 1 unless given.</summary>
    public ElementValue Area { get; init; } = 1;

    /// <summary>Number of diodes in parallel.</summary>
    public ElementValue Multiplier { get; init; } = 1;

    /// <summary>OFF: at zero volts while the rest of the circuit looks for an operating point.</summary>
    public bool InitiallyOff { get; init; }

    /// <summary>ic: voltage at the start of a transient with uic; null takes that of the nodes [V].</summary>
    public ElementValue? InitialVoltage { get; init; }

    public override CardReference? Card => new(Model, Cards);

    internal override void CheckValues(SimulatorOptions options)
    {
        this.Require(Area.Number > 0, "area", Area.Number, "", ElementRules.AboveZero);
        this.Require(Multiplier.Number > 0, "m", Multiplier.Number, "", ElementRules.AboveZero);
        this.RequireFinite("ic", InitialVoltage, "V");
    }

    public override Element Placed(string name, Placement placement) => this with
    {
        Name = name,
        Anode = placement.Node(Anode),
        Cathode = placement.Node(Cathode),
        Model = placement.Model(Model),
        Area = placement.Value(Area),
        Multiplier = placement.Value(Multiplier),
        InitialVoltage = placement.Value(InitialVoltage),
    };

    internal override Element Multiplied(double count) => this with { Multiplier = Multiplier.Times(count) };
}
