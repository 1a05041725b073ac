using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Flattening;

/// <summary>
/// Cards NAME.1, NAME.2 … of one device, each for a range of lengths and widths: lmin ≤ l &lt; lmax and wmin ≤ w &lt; wmax. An element that names
/// NAME gets the first that its own length and width lie in, or else the card NAME itself.
/// </summary>
internal static class BinnedCards
{
    private static readonly string[] Limits = ["lmin", "lmax", "wmin", "wmax"];

    /// <summary>The same elements with the cards that are meant, and the cards without their ranges.</summary>
    /// <exception cref="NetlistException">An element lies in none of the ranges, and there is no card for all others.</exception>
    public static Netlist Applied(Netlist flat)
    {
        if (!flat.Models.Any(IsLimited))
            return flat;
        var bins = flat.Models.Where(m => IsLimited(m) && m.Name.Contains('.', StringComparison.Ordinal))
            .ToLookup(m => m.Name[..m.Name.LastIndexOf('.')], StringComparer.OrdinalIgnoreCase);
        var names = flat.Models.Select(m => m.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return flat with
        {
            Elements = [.. flat.Elements.Select(e => e.Card is { } card && bins.Contains(card.Name) ? Chosen(e, card.Name, bins[card.Name], names.Contains(card.Name)) : e)],
            Models = [.. flat.Models.Select(m => IsLimited(m)
                ? m with { Parameters = m.Parameters.Where(p => !Limits.Contains(p.Key, StringComparer.OrdinalIgnoreCase)).ToDictionary(p => p.Key, p => p.Value, StringComparer.OrdinalIgnoreCase) }
                : m)],
        };
    }

    /// <summary>The name that cards of several ranges have in common; null of a card that is none of them.</summary>
    public static string? CommonName(ModelCard card) => IsLimited(card) && card.Name.LastIndexOf('.') is > 0 and var dot ? card.Name[..dot] : null;

    private static bool IsLimited(ModelCard card) => Array.Exists(Limits, card.Parameters.ContainsKey);

    private static Element Chosen(Element element, string name, IEnumerable<ModelCard> bins, bool hasOther)
    {
        var (length, width) = element switch
        {
            Mosfet m => (m.Length, m.Width),
            Resistor r => (r.Model?.Length, r.Model?.Width),
            Capacitor c => (c.Model?.Length, c.Model?.Width),
            Diode d => (d.Length, d.Width),
            _ => ((ElementValue?)null, (ElementValue?)null),
        };
        var chosen = bins.FirstOrDefault(card => IsWithin(card, 'l', length?.Number) && IsWithin(card, 'w', width?.Number));
        if (chosen is null)
        {
            return hasOther ? element : throw NetlistException.At(element.Place,
                $"{element.Name}: none of the cards {name}.… is for a length of {Text(length)} and a width of {Text(width)}; write a card {name} for all others, or another size.");
        }

        return element switch
        {
            Mosfet m => m with { Model = chosen.Name },
            Resistor r => r with { Model = r.Model! with { Card = chosen.Name } },
            Capacitor c => c with { Model = c.Model! with { Card = chosen.Name } },
            Diode d => d with { Model = chosen.Name },
            _ => element,
        };

        static string Text(ElementValue? value) => value is { } given ? SiText.Format(given.Number, "m") : "none";
    }

    private static bool IsWithin(ModelCard card, char letter, double? size)
    {
        double? Limit(string key) => !card.Parameters.TryGetValue(letter + key, out var text) ? null
            : SiText.TryParse(text, out var value) ? value
            : throw NetlistException.At(card.Place, $"model {card.Name}: {letter}{key} = '{text}' is not a number.");
        return (Limit("min"), Limit("max")) switch
        {
            (null, null) => true,
            var (least, most) => size is { } given && !(given < least) && !(given >= most),
        };
    }
}
