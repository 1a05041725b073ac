using CircuitSim.Devices;

namespace CircuitSim.Netlists.Cards;

/// <summary>
/// Model cards of kind MEMRISTOR and level 4 with tables as parameters of the piecewise empirical model; device-models/README.md has
/// keys, units and defaults.
/// </summary>
public static class PiecewiseEmpiricalCard
{
    /// <summary>The keys whose values are files of pairs.</summary>
    internal static readonly string[] TableKeys = ["fxpdata", "fxmdata"];

    private static readonly string[] Keys = [MemristorCard.Level, .. TableKeys, "i1", "i2", "v1", "v2", "g0", "vp", "vn", "d1", "d2", "c1", "c2"];

    /// <summary>Whether a card is one of them and not of linear ion drift, which has the same level.</summary>
    public static bool Is(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return card.Parameters.Keys.Any(key => Keys.Contains(key, StringComparer.OrdinalIgnoreCase) && !key.Equals(MemristorCard.Level, StringComparison.OrdinalIgnoreCase));
    }

    /// <exception cref="NetlistException">Another kind, a key that is unknown, unreadable or out of range, or no tables.</exception>
    public static PiecewiseEmpiricalParameters ToParameters(ModelCard card)
    {
        var keys = MemristorCard.KeysOf(card, Keys);
        return keys.Checked(() => new PiecewiseEmpiricalParameters
        {
            I1 = keys.Number("i1", 1),
            I2 = keys.Number("i2", 1),
            V1 = keys.Number("v1", 1),
            V2 = keys.Number("v2", 1),
            G0 = keys.Number("g0", 1),
            VP = keys.Number("vp", 0.01),
            VN = keys.Number("vn", -0.01),
            D1 = keys.Number("d1", 1),
            D2 = keys.Number("d2", 1),
            C1 = keys.Number("c1", 1),
            C2 = keys.Number("c2", 1),
            Forward = Table("fxpdata"),
            Backward = Table("fxmdata"),
        }.Validated());

        IReadOnlyList<double> Table(string key) => card.Tables.TryGetValue(key, out var table)
            ? table
            : throw CardKeys.Fault(card, $"lacks {key}, the file of pairs of a state and its rate.");
    }
}
