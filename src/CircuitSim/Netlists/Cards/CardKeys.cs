using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Cards;

/// <summary>The numbers of a model card by key; refuses the keys that its device does not have.</summary>
internal sealed class CardKeys
{
    private readonly ModelCard card;

    /// <exception cref="NetlistException">The card holds a key that is not among <paramref name="known"/>.</exception>
    public CardKeys(ModelCard card, IReadOnlyCollection<string> known)
    {
        this.card = card;
        foreach (var key in card.Parameters.Keys)
        {
            if (!known.Contains(key, StringComparer.OrdinalIgnoreCase))
                throw Fault($"has no key '{key}'; {NameSuggestion.Nearest(key, known)}");
        }
    }

    public double Number(string key, double otherwise) => Find(key) ?? otherwise;

    /// <summary>Null if the card does not give the key.</summary>
    public double? Find(string key)
    {
        if (!card.Parameters.TryGetValue(key, out var text))
            return null;
        return SiText.TryParse(text, out var value) ? value : throw Fault($"{key} = '{text}' is not a number; write it like 1k, 3n or -0.7.");
    }

    public NetlistException Fault(string what) => NetlistException.Because($"model {card.Name}: {what}");

    /// <summary>Names the card in whatever <paramref name="validate"/> finds out of range.</summary>
    public void Validate(Action validate)
    {
        try
        {
            validate();
        }
        catch (InvalidParameterException e)
        {
            throw Fault(e.Message);
        }
    }
}
