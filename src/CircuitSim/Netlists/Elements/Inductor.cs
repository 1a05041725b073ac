using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Elements;

/// <summary>A linear inductor; a short circuit at DC.</summary>
/// <param name="Inductance">Inductance, above zero [H].</param>
/// <param name="InitialCurrent">Current at the start of a transient with uic [A].</param>
public sealed record Inductor(string Name, NodeId Positive, NodeId Negative, ElementValue Inductance, ElementValue? InitialCurrent = null)
    : TwoTerminalElement(Name, Positive, Negative)
{
    public override char Letter => 'L';

    public override string Kind => "inductor";

    public override bool HasBranchCurrent => true;

    internal override void CheckValues(SimulatorOptions options)
    {
        this.Require(Inductance.Number > 0, "inductance", Inductance.Number, "H", $"{ElementRules.AboveZero}; for a short circuit, join its two nodes");
        this.RequireFinite("ic", InitialCurrent, "A");
    }

    protected override TwoTerminalElement WithValues(Placement placement) =>
        this with { Inductance = placement.Value(Inductance), InitialCurrent = placement.Value(InitialCurrent) };

    internal override Element Multiplied(double count) => this with { Inductance = Inductance.Over(count), InitialCurrent = InitialCurrent?.Times(count) };
}
