using CircuitSim.Devices;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Cards;

/// <summary>Model cards of kind MEMRISTOR as models, which the key level chooses as in Xyce, Sandia's or Knowm's; device-models/README.md has the keys of each.</summary>
public static class MemristorCard
{
    public const string Kind = "MEMRISTOR";

    /// <summary>The key that chooses the model.</summary>
    internal const string Level = "level";

    private static readonly string[] NoiseSwitches = ["resnoise", "xnoise"];

    private static readonly string[] NoiseKeys =
        ["resseed", "reslambda", "restd", "reseptd", "resdelta", "resdeltagrad", "xseed", "xlambda", "xtd", "xeptd", "xdelta", "xdeltagrad"];

    /// <exception cref="NetlistException">Another kind, or a key that is unknown, missing, unused, unreadable or out of range.</exception>
    public static IMemristorModel ToModel(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        if (!card.Parameters.ContainsKey(Level))
            return new Vteam(VteamCard.ToParameters(card));
        return (SiText.TryParse(card.Parameters[Level], out var level) ? level : double.NaN) switch
        {
            TeamCard.LevelNumber => Checked(() => new Team(TeamCard.ToParameters(card))),
            YakopcicCard.LevelNumber => new Yakopcic(YakopcicCard.ToParameters(card)),
            IonDriftCard.LevelNumber when PiecewiseEmpiricalCard.Is(card) => new PiecewiseEmpirical(PiecewiseEmpiricalCard.ToParameters(card)),
            IonDriftCard.LevelNumber => new IonDrift(IonDriftCard.ToParameters(card)),
            MetastableSwitchCard.LevelNumber => new MetastableSwitch(MetastableSwitchCard.ToParameters(card)),
            _ => throw CardKeys.Fault(card, $"{Level} = '{card.Parameters[Level]}' is not a memristor that is known; {Level} 2 is TEAM, 3 Yakopcic, 4 linear ion drift or the piecewise empirical model, 5 metastable switches, without the key it is VTEAM."),
        };

        IMemristorModel Checked(Func<IMemristorModel> make)
        {
            try
            {
                return make();
            }
            catch (InvalidParameterException e)
            {
                throw CardKeys.Fault(card, e.Message);
            }
        }
    }

    /// <summary>Whether the state of its devices is a number from 0 to 1 and not a length.</summary>
    internal static bool HasNumberAsState(ModelCard card) => card.Kind.Equals(Kind, StringComparison.OrdinalIgnoreCase)
        && card.Parameters.TryGetValue(Level, out var text) && SiText.TryParse(text, out var level)
        && (level is YakopcicCard.LevelNumber or MetastableSwitchCard.LevelNumber || (level == IonDriftCard.LevelNumber && PiecewiseEmpiricalCard.Is(card)));

    /// <summary>The same for what only a device with a dead zone can do: to be read, and to be programmed.</summary>
    /// <exception cref="NetlistException">Another kind, a key that is unknown, missing, unused, unreadable or out of range, or a model without thresholds.</exception>
    public static IThresholdModel ToThresholdModel(ModelCard card) => ToModel(card) as IThresholdModel
        ?? throw CardKeys.Fault(card, $"moves at every voltage; here a device with a dead zone is needed, as VTEAM is, whose cards have no {Level}.");

    /// <summary>A card with the numbers of a device in place of its own.</summary>
    internal static ModelCard With(ModelCard card, string name, IThresholdModel device) => device is Vteam vteam
        ? VteamCard.With(card, name, vteam.Parameters)
        : throw CardKeys.Fault(card, $"cannot be written with the numbers of a {device.GetType().Name}.");

    /// <param name="hasNoise">Whether Xyce's keys of random telegraph noise are known, which has to be off.</param>
    internal static CardKeys KeysOf(ModelCard card, string[] known, bool hasNoise = false)
    {
        if (hasNoise && NoiseSwitches.FirstOrDefault(key => card.Parameters.TryGetValue(key, out var value) && value.ToUpperInvariant() is not ("0" or "FALSE")) is { } noise)
            throw CardKeys.Fault(card, $"{noise} asks for random telegraph noise, which is not here; leave it out.");
        return new CardKeys(card, "a memristor", [Kind], hasNoise ? [.. known, .. NoiseSwitches, .. NoiseKeys] : known);
    }
}
