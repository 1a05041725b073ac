using CircuitSim.Devices;

namespace CircuitSim.Netlists.Cards;

/// <summary>Model cards of kind MEMRISTOR and level 4 as parameters of linear ion drift; device-models/README.md has keys, units and defaults.</summary>
public static class IonDriftCard
{
    public const int LevelNumber = 4;

    private static readonly string[] Keys = [MemristorCard.Level, "ron", "roff", "d", "uv", "p", "r_init"];

    /// <exception cref="NetlistException">Another kind, or a key that is unknown, missing, unreadable or out of range.</exception>
    public static IonDriftParameters ToParameters(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        MemristorCard.RequireKeys(card, Keys);
        try
        {
            var parameters = new IonDriftParameters
            {
                ROn = MemristorCard.Number(card, "ron"),
                ROff = MemristorCard.Number(card, "roff"),
                Thickness = MemristorCard.Number(card, "d"),
                Mobility = MemristorCard.Number(card, "uv"),
                P = MemristorCard.Number(card, "p", 1),
                RInit = card.Parameters.ContainsKey("r_init") ? MemristorCard.Number(card, "r_init") : null,
            };
            parameters.Validate();
            return parameters;
        }
        catch (InvalidParameterException e)
        {
            throw MemristorCard.Fault(card, e.Message);
        }
    }
}
