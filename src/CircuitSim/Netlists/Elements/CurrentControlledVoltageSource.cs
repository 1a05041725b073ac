using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Elements;

/// <summary>H: v(positive) − v(negative) = transresistance · i(control).</summary>
/// <param name="Control">A voltage source of the same circuit.</param>
/// <param name="Transresistance">[Ω]</param>
public sealed record CurrentControlledVoltageSource(string Name, NodeId Positive, NodeId Negative, string Control, ElementValue Transresistance)
    : TwoTerminalElement(Name, Positive, Negative)
{
    public override char Letter => 'H';

    public override string Kind => "current-controlled voltage source";

    public override bool HasBranchCurrent => true;

    public override IReadOnlyList<string> ControlCurrents => [Control];

    internal override void CheckValues(SimulatorOptions options) =>
        this.RequireFinite("transresistance", Transresistance, "Ω");

    protected override TwoTerminalElement WithValues(Placement placement) =>
        this with { Control = placement.Element(Control), Transresistance = placement.Value(Transresistance) };

    /// <summary>The current that controls it is multiplied, its voltage is not.</summary>
    internal override Element Multiplied(double count) => this with { Transresistance = Transresistance.Over(count) };
}
