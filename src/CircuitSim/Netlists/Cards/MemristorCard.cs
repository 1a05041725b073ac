using CircuitSim.Devices;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Cards;

/// <summary>Model cards of kind MEMRISTOR as models, which the key level chooses as in Knowm's Xyce; device-models/README.md has the keys of each.</summary>
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
        return SiText.TryParse(card.Parameters[Level], out var level) && level == IonDriftCard.LevelNumber
            ? new IonDrift(IonDriftCard.ToParameters(card))
            : throw CardKeys.Fault(card, $"{Level} = '{card.Parameters[Level]}' is not a memristor that is known; {Level} = {IonDriftCard.LevelNumber} is linear ion drift, without the key it is VTEAM.");
    }

    /// <summary>The same for what only a device with a dead zone can do: to be read, and to be programmed.</summary>
    /// <exception cref="NetlistException">Another kind, a key that is unknown, missing, unused, unreadable or out of range, or a model without thresholds.</exception>
    public static IThresholdModel ToThresholdModel(ModelCard card) => ToModel(card) as IThresholdModel
        ?? throw CardKeys.Fault(card, $"moves at every voltage; here a device with a dead zone is needed, as VTEAM is, whose cards have no {Level}.");

    /// <summary>A card with the numbers of a device in place of its own.</summary>
    internal static ModelCard With(ModelCard card, string name, IThresholdModel device) => device is Vteam vteam
        ? VteamCard.With(card, name, vteam.Parameters)
        : throw CardKeys.Fault(card, $"cannot be written with the numbers of a {device.GetType().Name}.");

    internal static CardKeys KeysOf(ModelCard card, string[] known) => new(card, "a memristor", [Kind], known);
}
