using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Cards;

/// <summary>The numbers of a model card by key; refuses cards of another kind, and keys that its device does not have.</summary>
internal sealed class CardKeys
{
    private readonly ModelCard card;

    /// <param name="device">With its article, for the message.</param>
    /// <exception cref="NetlistException">The card is of another kind, or holds a key that is not among <paramref name="known"/>.</exception>
    public CardKeys(ModelCard card, string device, string[] kinds, string[] known)
    {
        ArgumentNullException.ThrowIfNull(card);
        this.card = card;
        if (!kinds.Contains(card.Kind, StringComparer.OrdinalIgnoreCase))
            throw Fault(card, $"is of kind {card.Kind}; {device} needs a card of kind {string.Join(" or ", kinds)}.");
        if (card.Parameters.Keys.FirstOrDefault(key => !known.Contains(key, StringComparer.OrdinalIgnoreCase)) is { } stranger)
            throw Fault(card, $"has no key '{stranger}'; {NameSuggestion.Nearest(stranger, known)}");
    }

    /// <summary>The card under the keys that <paramref name="aliases"/> stand for; of a key and its alias the key counts.</summary>
    public static ModelCard Canonical(ModelCard card, IReadOnlyDictionary<string, string> aliases)
    {
        if (!card.Parameters.Keys.Any(aliases.ContainsKey))
            return card;
        var parameters = card.Parameters.Where(p => !aliases.ContainsKey(p.Key)).ToDictionary(p => p.Key, p => p.Value, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in card.Parameters)
        {
            if (aliases.TryGetValue(key, out var name))
                parameters.TryAdd(name, value);
        }

        return card with { Parameters = parameters };
    }

    public static NetlistException Fault(ModelCard card, string what) => NetlistException.Because($"model {card.Name}: {what}");

    /// <exception cref="NetlistException">The key is missing, or its value is no number.</exception>
    public double Number(string key) => Find(key) ?? throw Fault(card, $"lacks the key {key}.");

    public double Number(string key, double otherwise) => Find(key) ?? otherwise;

    /// <summary>Null if the card does not give the key.</summary>
    public double? Find(string key) => !card.Parameters.TryGetValue(key, out var text) ? null
        : SiText.TryParse(text, out var value) ? value
        : throw Fault(card, $"{key} = '{text}' is not a number; write it like 1k, 3n or -0.7.");

    /// <summary>Names the card in whatever <paramref name="read"/> finds out of range.</summary>
    public T Checked<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidParameterException e)
        {
            throw Fault(card, e.Message);
        }
    }
}
