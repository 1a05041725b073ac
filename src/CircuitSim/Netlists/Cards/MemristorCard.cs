using CircuitSim.Devices;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Cards;

/// <summary>
/// Model cards of kind MEMRISTOR as models, which the key level chooses as in Knowm's Xyce; device-models/README.md has the keys of each.
/// </summary>
public static class MemristorCard
{
    public const string Kind = "MEMRISTOR";

    /// <summary>The key that chooses the model.</summary>
    internal const string Level = "level";

    /// <exception cref="NetlistException">Another kind, or a key that is unknown, missing, unused, unreadable or out of range.</exception>
    public static IMemristorModel ToModel(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        if (!card.Parameters.ContainsKey(Level))
            return new Vteam(VteamCard.ToParameters(card));
        return Number(card, Level) == IonDriftCard.LevelNumber
            ? new IonDrift(IonDriftCard.ToParameters(card))
            : throw Fault(card, $"{Level} = '{card.Parameters[Level]}' is not a memristor that is known; {Level} = {IonDriftCard.LevelNumber} is linear ion drift, without the key it is VTEAM.");
    }

    /// <summary>The same for what only a device with a dead zone can do: to be read, and to be programmed.</summary>
    /// <exception cref="NetlistException">Another kind, a key that is unknown, missing, unused, unreadable or out of range, or a model without thresholds.</exception>
    public static IThresholdModel ToThresholdModel(ModelCard card) => ToModel(card) as IThresholdModel
        ?? throw Fault(card, $"moves at every voltage; here a device with a dead zone is needed, as VTEAM is, whose cards have no {Level}.");

    /// <summary>A card with the numbers of a device in place of its own.</summary>
    internal static ModelCard With(ModelCard card, string name, IThresholdModel device) => device is Vteam vteam
        ? VteamCard.With(card, name, vteam.Parameters)
        : throw Fault(card, $"cannot be written with the numbers of a {device.GetType().Name}.");

    /// <exception cref="NetlistException">Another kind, or a key that is not among those of the model.</exception>
    internal static void RequireKeys(ModelCard card, string[] keys)
    {
        if (!card.Kind.Equals(Kind, StringComparison.OrdinalIgnoreCase))
            throw Fault(card, $"is of kind {card.Kind}; a memristor needs a card of kind {Kind}.");
        foreach (var key in card.Parameters.Keys)
        {
            if (!keys.Contains(key, StringComparer.OrdinalIgnoreCase))
                throw Fault(card, $"has no key '{key}'; {NameSuggestion.Nearest(key, keys)}");
        }
    }

    /// <exception cref="NetlistException">The key is missing and has no default, or is no number.</exception>
    internal static double Number(ModelCard card, string key, double? otherwise = null)
    {
        if (!card.Parameters.TryGetValue(key, out var text))
            return otherwise ?? throw Fault(card, $"lacks the key {key}.");
        return SiText.TryParse(text, out var value)
            ? value
            : throw Fault(card, $"{key} = '{text}' is not a number; write it like 1k, 3n or -216.2.");
    }

    internal static NetlistException Fault(ModelCard card, string what) => NetlistException.Because($"model {card.Name}: {what}");
}
