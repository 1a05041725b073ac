using System.Globalization;
using CircuitSim.Devices;
using static CircuitSim.Netlists.Cards.MemristorCard;

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
        ArgumentNullException.ThrowIfNull(card);
        if (card.Parameters.TryGetValue(MemristorCard.Level, out var level))
            throw Fault(card, $"has {MemristorCard.Level} = {level}; here a card of VTEAM is needed, which has no {MemristorCard.Level}.");
        MemristorCard.RequireKeys(card, Keys);
        try
        {
            var parameters = new VteamParameters
            {
                ROn = Number(card, "ron"),
                ROff = Number(card, "roff"),
                KOn = Number(card, "kon"),
                KOff = Number(card, "koff"),
                AlphaOn = Number(card, "aon"),
                AlphaOff = Number(card, "aoff"),
                VOn = Number(card, "von"),
                VOff = Number(card, "voff"),
                WOn = Number(card, "won"),
                WOff = Number(card, "woff"),
                Form = Choice(card, "iv", CurrentVoltageForm.Linear),
                W0 = card.Parameters.ContainsKey("w0") ? Number(card, "w0") : null,
                VMin = Number(card, "vmin", double.NegativeInfinity),
                VMax = Number(card, "vmax", double.PositiveInfinity),
            };
            // Before the window, whose lengths are divided by woff − won.
            parameters.Validate();
            parameters = parameters with { Window = Window(card, parameters.WOn, parameters.WOff) };
            parameters.Validate();
            return parameters;
        }
        catch (InvalidParameterException e)
        {
            throw Fault(card, e.Message);
        }
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

    private static StateWindow Window(ModelCard card, double wOn, double wOff)
    {
        var kind = Choice(card, "window", StateWindowKind.None);
        RefuseUnused(card, kind, "p", kind is StateWindowKind.Joglekar or StateWindowKind.Biolek or StateWindowKind.Prodromakis);
        RefuseUnused(card, kind, "j", kind is StateWindowKind.Prodromakis);
        foreach (var key in new[] { "waoff", "waon", "wc" })
            RefuseUnused(card, kind, key, kind is StateWindowKind.Exponential);
        return kind switch
        {
            StateWindowKind.Joglekar => StateWindow.Joglekar(Number(card, "p", 1)),
            StateWindowKind.Biolek => StateWindow.Biolek(Number(card, "p", 1)),
            StateWindowKind.Prodromakis => StateWindow.Prodromakis(Number(card, "p", 1), Number(card, "j", 1)),
            // The card gives lengths as TEAM does; the window knows fractions of the range.
            StateWindowKind.Exponential => StateWindow.Exponential(
                (Number(card, "waoff") - wOn) / (wOff - wOn), (Number(card, "waon") - wOn) / (wOff - wOn), Number(card, "wc") / (wOff - wOn)),
            _ => StateWindow.None,
        };
    }

    private static void RefuseUnused(ModelCard card, StateWindowKind kind, string key, bool used)
    {
        if (!used && card.Parameters.ContainsKey(key))
            throw Fault(card, $"gives {key}, which the window {Written(kind)} does not use; remove it, or choose the window that it belongs to.");
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

        throw Fault(card, $"{key} = '{text}' must be one of {string.Join(", ", Enum.GetValues<T>().Select(Written))}.");
    }

    private static string Written<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
