using CircuitSim.Devices;

namespace CircuitSim.Netlists.Cards;

/// <summary>Model cards of kind MEMRISTOR and level 5 as parameters of metastable switches; device-models/README.md has keys, units and defaults.</summary>
public static class MetastableSwitchCard
{
    public const int LevelNumber = 5;

    private static readonly string[] Keys = [MemristorCard.Level, "ron", "roff", "von", "voff", "tau", "temp", "phi", "sfa", "sfb", "sra", "srb", "r_init", "rinit"];

    /// <exception cref="NetlistException">Another kind, or a key that is unknown, unreadable or out of range.</exception>
    public static MetastableSwitchParameters ToParameters(ModelCard card)
    {
        var keys = MemristorCard.KeysOf(card, Keys);
        var standard = new MetastableSwitchParameters();
        return keys.Checked(() => new MetastableSwitchParameters
        {
            ROn = keys.Number("ron", standard.ROn),
            ROff = keys.Number("roff", standard.ROff),
            VOn = keys.Number("von", standard.VOn),
            VOff = keys.Number("voff", standard.VOff),
            Tau = keys.Number("tau", standard.Tau),
            Temperature = keys.Number("temp", standard.Temperature),
            Phi = keys.Number("phi", standard.Phi),
            ForwardAlpha = keys.Number("sfa", standard.ForwardAlpha),
            ForwardBeta = keys.Number("sfb", standard.ForwardBeta),
            ReverseAlpha = keys.Number("sra", standard.ReverseAlpha),
            ReverseBeta = keys.Number("srb", standard.ReverseBeta),
            RInit = keys.Find("r_init") ?? keys.Find("rinit"),
        }.Validated());
    }
}
