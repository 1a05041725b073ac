using CircuitSim.Netlists;
using CircuitSim.Netlists.Cards;
using CircuitSim.Numerics;

namespace CircuitSim.Periphery.Converters;

/// <summary>The two cards that a gate of 0 V or 1 V drives switches with: one between gate and ground that closes at 1, one the other way round that closes at 0.</summary>
internal static class SwitchCards
{
    /// <summary>Of a switch that is off [Ω]: beside converters of 1 MΩ its leakage is below 1e-9.</summary>
    public const double Open = 1e15;

    public static (string Closing, string Opening) AddTo(CircuitDraft draft, double onResistance, double offResistance)
    {
        string Add(string word, string threshold)
        {
            // Cards of equal resistances are one card, whoever adds them.
            var name = FormattableString.Invariant($"sw_{word}_{Word(onResistance)}_{Word(offResistance)}");
            draft.Add(new ModelCard(name, SwitchCard.Kind, new Dictionary<string, string> { ["vt"] = threshold, ["ron"] = SiText.Exact(onResistance), ["roff"] = SiText.Exact(offResistance) }));
            return name;
        }

        return (Add("on", "0.5"), Add("off", "-0.5"));

        static string Word(double value) => SiText.Exact(value).Replace('.', 'p').Replace('-', 'm').Replace("+", "", StringComparison.Ordinal);
    }
}
