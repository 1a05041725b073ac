using CircuitSim.Devices;
using CircuitSim.Netlists.Cards;

namespace CircuitSim.Netlists.Elements;

/// <summary>J: a junction field-effect transistor.</summary>
/// <param name="Model">Name of a model card of kind NJF or PJF.</param>
public sealed record Jfet(string Name, NodeId Drain, NodeId Gate, NodeId Source, string Model) : JunctionTransistor(Name, Drain, Gate, Source, Model)
{
    private static readonly string[] Cards = [JfetCard.NChannelKind, JfetCard.PChannelKind];

    public override char Letter => 'J';

    public override string Kind => "junction FET";

    public override CardReference? Card => new(Model, Cards);

    public override JfetParameters Parameters(ModelCard card) => JfetCard.ToParameters(card);
}
