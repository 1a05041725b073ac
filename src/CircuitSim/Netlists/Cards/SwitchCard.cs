using CircuitSim.Devices;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Cards;

/// <summary>Model cards of kind SW and CSW as parameters of a switch that a voltage or a current controls.</summary>
public static class SwitchCard
{
    public const string Kind = "SW";

    public const string CurrentControlledKind = "CSW";

    /// <exception cref="NetlistException">Another kind, or a key that is unknown, unreadable or out of range.</exception>
    public static SwitchParameters ToParameters(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        var byCurrent = card.Kind.Equals(CurrentControlledKind, StringComparison.OrdinalIgnoreCase);
        var (threshold, hysteresis) = SwitchParameters.ThresholdNames(byCurrent);
        var keys = new CardKeys(card, "a switch", [Kind, CurrentControlledKind], ["ron", "roff", threshold, hysteresis]);
        var otherwise = new SwitchParameters();
        return keys.Checked(() => new SwitchParameters
        {
            IsControlledByCurrent = byCurrent,
            OnResistance = keys.Number("ron", otherwise.OnResistance),
            OffResistance = keys.Number("roff", otherwise.OffResistance),
            Threshold = keys.Number(threshold, otherwise.Threshold),
            Hysteresis = keys.Number(hysteresis, otherwise.Hysteresis),
        }.Validated());
    }

    /// <summary>The card of so many switches in parallel; the current that controls them is that of as many sources.</summary>
    internal static ModelCard Multiplied(ModelCard card, string name, double count)
    {
        var one = ToParameters(card);
        var (threshold, hysteresis) = SwitchParameters.ThresholdNames(one.IsControlledByCurrent);
        var control = one.IsControlledByCurrent ? count : 1;
        return card with
        {
            Name = name,
            Parameters = new Dictionary<string, string>
            {
                ["ron"] = SiText.Exact(one.OnResistance / count),
                ["roff"] = SiText.Exact(one.OffResistance / count),
                [threshold] = SiText.Exact(one.Threshold * control),
                [hysteresis] = SiText.Exact(one.Hysteresis * control),
            },
        };
    }
}
