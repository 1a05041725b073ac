using System.Globalization;
using CircuitSim.Devices;

namespace CircuitSim.Netlists.Cards;

/// <summary>Model cards of kind MEMRISTOR as parameters of VTEAM; device-models/README.md has keys, units and defaults.</summary>
public static class VteamCard
{
    private static readonly string[] Keys =
    [
        "ron", "roff", "kon", "koff", "aon", "aoff", "von", "voff", "won", "woff", "iv", "window", "p", "j", "waoff", "waon", "wc", "w0", "vmin", "vmax",
    ];

    /// <summary>Those of a window, and of a start that may have been chosen for it.</summary>
    private static readonly string[] WindowKeys = ["window", "p", "j", "waoff", "waon", "wc", "w0"];

    /// <exception cref="NetlistException">Another kind, or a key that is unknown, missing, unused, unreadable or out of range.</exception>
    public static VteamParameters ToParameters(ModelCard card)
    {
        if (card.Parameters.TryGetValue(MemristorCard.Level, out var level))
            throw CardKeys.Fault(card, $"has {MemristorCard.Level} = {level}; here a card of VTEAM is needed, which has no {MemristorCard.Level}.");
        var keys = MemristorCard.KeysOf(card, Keys);
        return keys.Checked(() =>
        {
            var parameters = new VteamParameters
            {
                ROn = keys.Number("ron"),
                ROff = keys.Number("roff"),
                KOn = keys.Number("kon"),
                KOff = keys.Number("koff"),
                AlphaOn = keys.Number("aon"),
                AlphaOff = keys.Number("aoff"),
                VOn = keys.Number("von"),
                VOff = keys.Number("voff"),
                WOn = keys.Number("won"),
                WOff = keys.Number("woff"),
                Form = Choice(card, "iv", CurrentVoltageForm.Linear),
                W0 = keys.Find("w0"),
                VMin = keys.Number("vmin", double.NegativeInfinity),
                VMax = keys.Number("vmax", double.PositiveInfinity),
            }.Validated();
            // Only now, as its lengths are divided by woff − won.
            return (parameters with { Window = Window(card, keys, parameters.WOn, parameters.WOff) }).Validated();
        });
    }

    /// <summary>A card with other numbers; of its window only whether there is one.</summary>
    internal static ModelCard With(ModelCard card, string name, VteamParameters p)
    {
        var keys = new Dictionary<string, string>(card.Parameters, StringComparer.OrdinalIgnoreCase)
        {
            ["ron"] = Text(p.ROn),
            ["roff"] = Text(p.ROff),
            ["kon"] = Text(p.KOn),
            ["koff"] = Text(p.KOff),
            ["aon"] = Text(p.AlphaOn),
            ["aoff"] = Text(p.AlphaOff),
            ["von"] = Text(p.VOn),
            ["voff"] = Text(p.VOff),
        };
        if (p.Window.Kind == StateWindowKind.None)
        {
            foreach (var key in WindowKeys)
                keys.Remove(key);
        }

        return new ModelCard(name, card.Kind, keys);
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static StateWindow Window(ModelCard card, CardKeys keys, double wOn, double wOff)
    {
        var kind = Choice(card, "window", StateWindowKind.None);
        RefuseUnused(card, kind, "p", kind is StateWindowKind.Joglekar or StateWindowKind.Biolek or StateWindowKind.Prodromakis);
        RefuseUnused(card, kind, "j", kind is StateWindowKind.Prodromakis);
        foreach (var key in new[] { "waoff", "waon", "wc" })
            RefuseUnused(card, kind, key, kind is StateWindowKind.Exponential);
        return kind switch
        {
            StateWindowKind.Joglekar => StateWindow.Joglekar(keys.Number("p", 1)),
            StateWindowKind.Biolek => StateWindow.Biolek(keys.Number("p", 1)),
            StateWindowKind.Prodromakis => StateWindow.Prodromakis(keys.Number("p", 1), keys.Number("j", 1)),
            // The card gives lengths as TEAM does; the window knows fractions of the range.
            StateWindowKind.Exponential => StateWindow.Exponential(
                (keys.Number("waoff") - wOn) / (wOff - wOn), (keys.Number("waon") - wOn) / (wOff - wOn), keys.Number("wc") / (wOff - wOn)),
            _ => StateWindow.None,
        };
    }

    private static void RefuseUnused(ModelCard card, StateWindowKind kind, string key, bool used)
    {
        if (!used && card.Parameters.ContainsKey(key))
            throw CardKeys.Fault(card, $"gives {key}, which the window {Written(kind)} does not use; remove it, or choose the window that it belongs to.");
    }

    private static T Choice<T>(ModelCard card, string key, T otherwise)
        where T : struct, Enum
    {
        if (!card.Parameters.TryGetValue(key, out var text))
            return otherwise;
        foreach (var value in Enum.GetValues<T>())
        {
            if (text.Equals(Written(value), StringComparison.OrdinalIgnoreCase))
                return value;
        }

        throw CardKeys.Fault(card, $"{key} = '{text}' must be one of {string.Join(", ", Enum.GetValues<T>().Select(Written))}.");
    }

    private static string Written<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
