using CircuitSim.Netlists.Cards;

namespace CircuitSim.Netlists.Elements;

/// <summary>W: a resistance that a current switches; see <see cref="CircuitSim.Devices.SwitchParameters"/>.</summary>
/// <param name="Control">A voltage source of the same circuit.</param>
/// <param name="Model">Name of a model card of kind CSW, or of one of the smooth kinds.</param>
/// <param name="InitiallyOn">The state in which a control current within the hysteresis leaves it at the start.</param>
public sealed record CurrentSwitch(string Name, NodeId Positive, NodeId Negative, string Control, string Model, bool InitiallyOn = false)
    : TwoTerminalElement(Name, Positive, Negative)
{
    private static readonly string[] Cards = [SwitchCard.CurrentControlledKind, SmoothSwitchCard.CurrentKind, SmoothSwitchCard.Kind];

    public override char Letter => 'W';

    public override string Kind => "current-controlled switch";

    public override bool IsLinear => false;

    public override CardReference? Card => new(Model, Cards);

    public override IReadOnlyList<string> ControlCurrents => [Control];

    protected override TwoTerminalElement WithValues(Placement placement) =>
        this with { Control = placement.Element(Control), Model = placement.Model(Model) };
}
