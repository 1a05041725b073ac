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
        var keys = MemristorCard.KeysOf(card, Keys);
        return keys.Checked(() => new IonDriftParameters
        {
            ROn = keys.Number("ron"),
            ROff = keys.Number("roff"),
            Thickness = keys.Number("d"),
            Mobility = keys.Number("uv"),
            P = keys.Number("p", 1),
            RInit = keys.Find("r_init"),
        }.Validated());
    }
}
