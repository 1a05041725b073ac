using CircuitSim.Devices;
using CircuitSim.Netlists.Cards;

namespace CircuitSim.Netlists.Elements;

/// <summary>Z: a MESFET, a transistor with a Schottky gate.</summary>
/// <param name="Model">Name of a model card of kind NMF or PMF.</param>
public sealed record Mesfet(string Name, NodeId Drain, NodeId Gate, NodeId Source, string Model) : JunctionTransistor(Name, Drain, Gate, Source, Model)
{
    private static readonly string[] Cards = [MesfetCard.NChannelKind, MesfetCard.PChannelKind];

    public override char Letter => 'Z';

    public override string Kind => "MESFET";

    public override CardReference? Card => new(Model, Cards);

    public override JfetParameters Parameters(ModelCard card) => MesfetCard.ToParameters(card);
}
