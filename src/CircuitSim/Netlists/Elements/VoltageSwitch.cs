using CircuitSim.Netlists.Cards;

namespace CircuitSim.Netlists.Elements;

/// <summary>S: a resistance that a voltage switches; see <see cref="CircuitSim.Devices.SwitchParameters"/>.</summary>
/// <param name="Model">Name of a model card of kind SW, or of one of the smooth kinds.</param>
/// <param name="InitiallyOn">The state in which a control voltage within the hysteresis leaves it at the start.</param>
public sealed record VoltageSwitch(string Name, NodeId Positive, NodeId Negative, NodeId ControlPositive, NodeId ControlNegative, string Model, bool InitiallyOn = false)
    : TwoTerminalElement(Name, Positive, Negative)
{
    private static readonly string[] Cards = [SwitchCard.Kind, .. SmoothSwitchCard.Kinds];

    public override char Letter => 'S';

    public override string Kind => "switch";

    public override bool IsLinear => false;

    public override NodeList Nodes => new(Positive, Negative, ControlPositive, ControlNegative);

    public override CardReference? Card => new(Model, Cards);

    protected override TwoTerminalElement WithValues(Placement placement) =>
        this with { ControlPositive = placement.Node(ControlPositive), ControlNegative = placement.Node(ControlNegative), Model = placement.Model(Model) };
}
