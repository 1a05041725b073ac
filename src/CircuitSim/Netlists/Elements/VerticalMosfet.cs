using CircuitSim.Netlists.Cards;

namespace CircuitSim.Netlists.Elements;

/// <summary>M with three nodes: a vertical power MOSFET, whose bulk is its source.</summary>
/// <param name="Model">Name of a model card of kind VDMOS, VDMOSN or VDMOSP.</param>
public sealed record VerticalMosfet(string Name, NodeId Drain, NodeId Gate, NodeId Source, string Model) : ThreeNodeTransistor(Name, Drain, Gate, Source, Model)
{
    private static readonly string[] Cards = [VdmosCard.Kind, VdmosCard.NChannelKind, VdmosCard.PChannelKind];

    public override char Letter => 'M';

    public override string Kind => "vertical MOSFET";

    public override CardReference? Card => new(Model, Cards);
}
