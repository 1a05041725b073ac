using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Flattening;

/// <summary>
/// What a <c>.sens</c> varies: a quantity of an element (<c>R1:r</c>), a key of a model card (<c>dmod:is</c>) or a top-level parameter
/// (<c>width</c>). Inside of a call the path stands before: <c>X1:R1:r</c>.
/// </summary>
/// <param name="Name">As results show it.</param>
/// <param name="Unit">Empty where none is known.</param>
/// <param name="Value">In the circuit as it is.</param>
/// <param name="Varied">The circuit with another value.</param>
public sealed record SensitivityParameter(string Name, string Unit, double Value, Func<double, Netlist> Varied)
{
    /// <summary>The element; null of others.</summary>
    public Element? Element { get; private init; }

    /// <summary>The model card; null of others.</summary>
    public ModelCard? Card { get; private init; }

    /// <summary>The key of an element or a card; empty of a parameter.</summary>
    public string Key { get; private init; } = "";

    /// <summary>The source whose constant it is, as a sweep knows it; else null.</summary>
    public string? Source => Element is VoltageSource or CurrentSource && Key == "dcv0" ? Element.Name : null;

    /// <summary>Those that a <c>.sens</c> names, or all: the main quantities of elements, and what the cards in use give and is not zero.</summary>
    /// <exception cref="NetlistException">A name means nothing in the circuit.</exception>
    public static IReadOnlyList<SensitivityParameter> Of(FlatNetlist flat, SensitivityAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(flat);
        ArgumentNullException.ThrowIfNull(analysis);
        return analysis.Parameters.Count > 0 ? [.. analysis.Parameters.SelectMany(name => Named(flat, name))] : [.. All(flat)];
    }

    private static IEnumerable<SensitivityParameter> All(FlatNetlist flat)
    {
        foreach (var element in flat.Elements)
        {
            foreach (var quantity in ElementQuantity.Of(element).Where(q => q.IsMain))
                yield return Of(flat, element, quantity);
        }

        var used = flat.Elements.Where(e => e.Card is not null).Select(e => e.Card!.Value.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var card in flat.Models.Where(m => used.Contains(m.Name)))
        {
            var silent = CardKinds.WithoutEffect(card).ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var (key, text) in card.Parameters)
            {
                if (!NotVaried.Contains(key, StringComparer.OrdinalIgnoreCase) && !silent.Contains(key) && SiText.TryParse(text, out var value) && value != 0)
                    yield return Of(flat, card, key, value);
            }
        }
    }

    /// <summary>Keys whose numbers choose among equations.</summary>
    private static readonly string[] NotVaried = ["level", "tpg", "type", "subs", "version"];

    /// <param name="name">Without a key, a parameter, or the first quantity of an element; with "*" for a key, all of a source's waveform.</param>
    private static IEnumerable<SensitivityParameter> Named(FlatNetlist flat, string name)
    {
        var parameter = flat.Source.Parameters.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (parameter is not null)
            return [new SensitivityParameter(parameter.Name, "", flat.ValueOf(parameter), value => Reporting(flat, StepPlan.Varied(flat.Source, new StepRequest(StepTarget.Parameter, parameter.Name, null, StepSpacing.List, []), value)))];
        var colon = name.LastIndexOf(':');
        // X1.R1.R is X1.R1:R, too.
        if (colon < 0 && !flat.Elements.Any(e => e.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            colon = name.LastIndexOf('.');
        var owner = colon < 0 ? name : name[..colon];
        var key = colon < 0 ? null : name[(colon + 1)..];
        bool IsMeant(string found) => found.Equals(owner.Replace(':', '.'), StringComparison.OrdinalIgnoreCase);
        if (flat.Elements.FirstOrDefault(e => IsMeant(e.Name)) is { } element)
        {
            var quantities = ElementQuantity.Of(element).ToList();
            if (key == "*")
                return quantities.Where(q => q.Key is not ("dcv0" or "acmag" or "acphase")).Select(q => Of(flat, element, q));
            var quantity = key is null ? quantities.FirstOrDefault() : quantities.FirstOrDefault(q => q.Key.Equals(key.Equals("dc", StringComparison.OrdinalIgnoreCase) ? "dcv0" : key, StringComparison.OrdinalIgnoreCase));
            return quantity is not null ? [Of(flat, element, quantity)]
                : throw NetlistException.Because(quantities.Count == 0
                    ? $"a {element.Kind} such as {element.Name} has no number that .sens varies; let it depend on a parameter, and name that."
                    : $"{element.Name} has no {key} that .sens varies; {NameSuggestion.Nearest(key ?? "", [.. quantities.Select(q => q.Key)])}");
        }

        if (key is not null && flat.Models.Concat(flat.Source.Models).FirstOrDefault(m => IsMeant(m.Name)) is { } card)
        {
            return (ValueOf(card, key) ?? (key.Equals("tnom", StringComparison.OrdinalIgnoreCase) ? flat.Options.NominalTemperature : null)) is { } value
                ? [Of(flat, card, key.ToLowerInvariant(), value)]
                : throw NetlistException.Because($"model card {card.Name} gives no {key}, and no default of it is known, so .sens cannot vary it; write its value there.");
        }

        throw NetlistException.Because($"{name} is neither a parameter nor an element or model card of the circuit, with a key behind a colon; {NameSuggestion.Nearest(
            owner, [.. flat.Source.Parameters.Select(p => p.Name), .. flat.Elements.Take(MostNames).Select(e => e.Name), .. flat.Models.Take(MostNames).Select(m => m.Name)])}");
    }

    private const int MostNames = 20;

    /// <summary>What keys of cards may be where nothing is given; zero stands for none.</summary>
    private static readonly double[] Defaults = [1, 0.5, 2, 3, 1.5, 100, 1e-14, 1e-16, 1.11, 0.75, 0.33, 1e-3, 0.8, 0.6, 20e-6, 1e-7];

    /// <summary>The number of a key; of one that is not given, the default with which the card reads the same.</summary>
    private static double? ValueOf(ModelCard card, string key)
    {
        if (card.Parameters.FirstOrDefault(p => CardKinds.KeyOf(card, p.Key) == CardKinds.KeyOf(card, key)) is { Key: not null } given)
            return SiText.TryParse(given.Value, out var value) ? value : null;
        var asIs = CardKinds.IsKnown(card.Kind) ? CardKinds.Read(card) : null;
        return Defaults.Select(d => (double?)d).FirstOrDefault(d => asIs is not null && IsDefault(d!.Value));

        bool IsDefault(double number)
        {
            try
            {
                return CardKinds.Read(With(card, key, number)).Equals(asIs);
            }
            catch (NetlistException)
            {
                return false;
            }
        }
    }

    private static ModelCard With(ModelCard card, string key, double value) => card with
    {
        Parameters = new Dictionary<string, string>(card.Parameters.Where(p => CardKinds.KeyOf(card, p.Key) != CardKinds.KeyOf(card, key)), StringComparer.OrdinalIgnoreCase) { [key] = SiText.Exact(value) },
    };

    private static SensitivityParameter Of(FlatNetlist flat, Element element, ElementQuantity quantity) => new($"{element.Name}:{quantity.Key}", quantity.Unit, quantity.Value,
        value =>
        {
            var changed = quantity.With(value);
            return Bare(flat.Circuit) with { Elements = [.. flat.Elements.Select(e => ReferenceEquals(e, element) ? changed : e)] };
        })
    {
        Element = element,
        Key = quantity.Key,
    };

    private static SensitivityParameter Of(FlatNetlist flat, ModelCard card, string key, double value) => new($"{card.Name}:{key}", "", value,
        changed =>
        {
            // Cards of R, C and L are gone when the netlist is flat.
            if (!flat.Elements.Any(e => e.Card is { } used && used.Name.Equals(card.Name, StringComparison.OrdinalIgnoreCase)))
                return Reporting(flat, StepPlan.Varied(flat.Source, new StepRequest(StepTarget.Card, card.Name, key, StepSpacing.List, []), changed));
            var varied = With(card, key, changed);
            return Bare(flat.Circuit) with { Models = [.. flat.Models.Select(m => ReferenceEquals(m, card) ? varied : m)] };
        })
    {
        Card = card,
        Key = key,
    };

    private static Netlist Bare(Netlist netlist) => netlist with { Analyses = [], Prints = [], Measurements = [], Saves = [] };

    /// <summary>The netlist with the probes of the flat one, so that both have the same unknowns.</summary>
    private static Netlist Reporting(FlatNetlist flat, Netlist netlist) => Bare(netlist) with
    {
        Saves = [.. flat.Elements.OfType<VoltageSource>().Where(v => v.CurrentOf is not null).Select(v => new SaveRequest(v.CurrentOf!))],
    };
}
