using CircuitSim.Devices;

namespace CircuitSim.Netlists.Cards;

/// <summary>Model cards of kind MEMRISTOR and level 2 as parameters of TEAM; device-models/README.md has keys, units and defaults.</summary>
public static class TeamCard
{
    public const int LevelNumber = 2;

    private static readonly string[] Keys =
    [
        MemristorCard.Level, "ron", "roff", "kon", "koff", "alphaon", "alphaoff", "ion", "ioff", "xon", "xoff", "wt", "p", "j", "d", "aon", "aoff", "wc", "ivrelation", "xscaling",
    ];

    /// <exception cref="NetlistException">Another kind, or a key that is unknown, unreadable or out of range.</exception>
    public static TeamParameters ToParameters(ModelCard card)
    {
        var keys = MemristorCard.KeysOf(card, Keys, hasNoise: true);
        return keys.Checked(() =>
        {
            var standard = new TeamParameters();
            var parameters = new TeamParameters
            {
                ROn = keys.Number("ron", standard.ROn),
                ROff = keys.Number("roff", standard.ROff),
                KOn = keys.Number("kon", standard.KOn),
                KOff = keys.Number("koff", standard.KOff),
                AlphaOn = keys.Number("alphaon", standard.AlphaOn),
                AlphaOff = keys.Number("alphaoff", standard.AlphaOff),
                IOn = keys.Number("ion", standard.IOn),
                IOff = keys.Number("ioff", standard.IOff),
                XOn = keys.Number("xon", standard.XOn),
                XOff = keys.Number("xoff", standard.XOff),
                Form = Choice(card, keys, "ivrelation", 1) == 1 ? CurrentVoltageForm.Exponential : CurrentVoltageForm.Linear,
            }.Validated();
            return parameters with { Window = Window(card, keys, parameters) };
        });
    }

    private static StateWindow Window(ModelCard card, CardKeys keys, TeamParameters p)
    {
        var range = p.XOff - p.XOn;
        // Xyce divides the state by d, here it is the state's range that counts.
        if (keys.Find("d") is { } d && Choice(card, keys, "wt", 4) is 1 or 2 && !(Math.Abs(d - range) <= 1e-6 * range || Math.Abs(d - range * keys.Number("xscaling", 1)) <= 1e-6 * d))
            throw CardKeys.Fault(card, "d must be xoff - xon, or be left out: windows are of the state's range.");
        return Choice(card, keys, "wt", 4) switch
        {
            1 => StateWindow.Joglekar(keys.Number("p", 1)),
            2 => StateWindow.Biolek(keys.Number("p", 1)),
            3 => StateWindow.Prodromakis(keys.Number("p", 1), keys.Number("j", 1)),
            4 => StateWindow.Exponential((keys.Number("aoff", 3e-9) - p.XOn) / range, (keys.Number("aon", 0) - p.XOn) / range, keys.Number("wc", 1.07e-12) / range),
            _ => StateWindow.None,
        };
    }

    private static int Choice(ModelCard card, CardKeys keys, string key, int last) => keys.Number(key, 0) is var value && value >= 0 && value <= last && double.IsInteger(value)
        ? (int)value
        : throw CardKeys.Fault(card, $"{key} = {value} must be a whole number from 0 to {last}.");
}
