using CircuitSim.Devices;

namespace CircuitSim.Netlists.Cards;

/// <summary>Model cards of kind MEMRISTOR and level 3 as parameters of Yakopcic's model; device-models/README.md has keys, units and defaults.</summary>
public static class YakopcicCard
{
    public const int LevelNumber = 3;

    private static readonly string[] Keys =
        [MemristorCard.Level, "a1", "a2", "b", "vp", "vn", "ap", "an", "xp", "xn", "alphap", "alphan", "eta", "xscaling"];

    /// <exception cref="NetlistException">Another kind, or a key that is unknown, unreadable or out of range.</exception>
    public static YakopcicParameters ToParameters(ModelCard card)
    {
        var keys = MemristorCard.KeysOf(card, Keys, hasNoise: true);
        var standard = new YakopcicParameters();
        return keys.Checked(() => new YakopcicParameters
        {
            A1 = keys.Number("a1", standard.A1),
            A2 = keys.Number("a2", standard.A2),
            B = keys.Number("b", standard.B),
            VP = keys.Number("vp", standard.VP),
            VN = keys.Number("vn", standard.VN),
            AP = keys.Number("ap", standard.AP),
            AN = keys.Number("an", standard.AN),
            XP = keys.Number("xp", standard.XP),
            XN = keys.Number("xn", standard.XN),
            AlphaP = keys.Number("alphap", standard.AlphaP),
            AlphaN = keys.Number("alphan", standard.AlphaN),
            Eta = keys.Number("eta", standard.Eta),
        }.Validated());
    }
}
