using CircuitSim.Devices;

namespace CircuitSim.Netlists.Cards;

/// <summary>Model cards of kind VSWITCH and ISWITCH, as PSpice and Xyce have them, and Xyce's SWITCH, which any expression controls.</summary>
public static class SmoothSwitchCard
{
    public const string VoltageKind = "VSWITCH";

    public const string CurrentKind = "ISWITCH";

    public const string Kind = "SWITCH";

    internal static readonly string[] Kinds = [VoltageKind, CurrentKind, Kind];

    /// <exception cref="NetlistException">Another kind, or a key that is unknown, unreadable or out of range.</exception>
    public static SmoothSwitchParameters ToParameters(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        var letter = card.Kind.ToUpperInvariant() switch { VoltageKind => "v", CurrentKind => "i", _ => "" };
        if (card.Parameters.Keys.FirstOrDefault(k => k.ToLowerInvariant() is "vt" or "vh" or "it" or "ih" or "vhon" or "vhoff" or "ihon" or "ihoff" or "hon" or "hoff") is { } key)
            throw CardKeys.Fault(card, $"{key} is a key of switches with hysteresis; make the card one of kind SW (vt, vh) or CSW (it, ih).");
        var keys = new CardKeys(card, "a switch", Kinds, ["ron", "roff", $"{letter}on", $"{letter}off"]);
        var otherwise = new SmoothSwitchParameters();
        return keys.Checked(() => new SmoothSwitchParameters
        {
            OnResistance = keys.Number("ron", otherwise.OnResistance),
            OffResistance = keys.Number("roff", otherwise.OffResistance),
            On = keys.Number($"{letter}on", letter == "i" ? 1e-3 : otherwise.On),
            Off = keys.Number($"{letter}off", otherwise.Off),
        }.Validated());
    }
}
