using CircuitSim.Devices;

namespace CircuitSim.Netlists.Cards;

/// <summary>Model cards of kind SW as parameters of a voltage-controlled switch.</summary>
public static class SwitchCard
{
    public const string Kind = "SW";

    private static readonly string[] Known = ["ron", "roff", "vt", "vh"];

    /// <exception cref="NetlistException">Another kind, or a key that is unknown, unreadable or out of range.</exception>
    public static SwitchParameters ToParameters(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        var keys = new CardKeys(card, Known);
        if (!card.Kind.Equals(Kind, StringComparison.OrdinalIgnoreCase))
            throw keys.Fault($"is of kind {card.Kind}; a voltage-controlled switch needs a card of kind {Kind}.");
        var otherwise = new SwitchParameters();
        var parameters = new SwitchParameters
        {
            OnResistance = keys.Number("ron", otherwise.OnResistance),
            OffResistance = keys.Number("roff", otherwise.OffResistance),
            Threshold = keys.Number("vt", otherwise.Threshold),
            Hysteresis = keys.Number("vh", otherwise.Hysteresis),
        };
        keys.Validate(parameters.Validate);
        return parameters;
    }
}
