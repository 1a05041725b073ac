using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Elements;

/// <summary>F: a current of gain · i(control) from the positive node through the source to the negative.</summary>
/// <param name="Control">A voltage source of the same circuit.</param>
/// <param name="Gain">[A/A]</param>
public sealed record CurrentControlledCurrentSource(string Name, NodeId Positive, NodeId Negative, string Control, ElementValue Gain)
    : TwoTerminalElement(Name, Positive, Negative)
{
    public override char Letter => 'F';

    public override string Kind => "current-controlled current source";

    public override IReadOnlyList<string> ControlCurrents => [Control];

    internal override void CheckValues(SimulatorOptions options) =>
        this.RequireFinite("gain", Gain, "");

    protected override TwoTerminalElement WithValues(Placement placement) =>
        this with { Control = placement.Element(Control), Gain = placement.Value(Gain) };

    /// <summary>The current that controls it is multiplied already.</summary>
    internal override Element Multiplied(double count) => this;
}
