using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Elements;

/// <summary>A linear inductor; a short circuit at DC.</summary>
/// <param name="Inductance">Inductance, above zero [H].</param>
/// <param name="InitialCurrent">Current at the start of a transient with uic [A].</param>
public sealed record Inductor(string Name, NodeId Positive, NodeId Negative, ElementValue Inductance, ElementValue? InitialCurrent = null) : Element(Name)
{
    public override char Letter => 'L';

    public override string Kind => "inductor";

    public override NodeList Nodes => new(Positive, Negative);

    public override bool HasBranchCurrent => true;

    internal override void CheckValues(SimulatorOptions options)
    {
        this.Require(Inductance.Number > 0, "inductance", Inductance.Number, "H", $"{ElementRules.AboveZero}; for a short circuit, join its two nodes");
        this.RequireFinite("ic", InitialCurrent, "A");
    }

    public override Element Placed(string name, Placement placement) => this with
    {
        Name = name,
        Positive = placement.Node(Positive),
        Negative = placement.Node(Negative),
        Inductance = placement.Value(Inductance),
        InitialCurrent = placement.Value(InitialCurrent),
    };
}
