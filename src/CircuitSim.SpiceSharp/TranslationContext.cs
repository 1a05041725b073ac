using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;

namespace CircuitSim.SpiceSharp;

/// <summary>What translating an element needs to know of the circuit around it.</summary>
/// <param name="transient">Null for operating points and sweeps.</param>
internal sealed class TranslationContext(FlatNetlist flat, TransientAnalysis? transient)
{
    private readonly Dictionary<string, ModelCard> cards = flat.Models.ToDictionary(m => m.Name, StringComparer.OrdinalIgnoreCase);

    public TransientAnalysis? Transient => transient;

    public SimulatorOptions Options => flat.Options;

    public ModelCard Card(Element element, string name) =>
        cards.TryGetValue(name, out var card) ? card : throw NetlistException.MissingModel(element.Name, name, element.Place);
}
