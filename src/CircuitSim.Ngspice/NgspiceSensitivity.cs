using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Spice;

namespace CircuitSim.Ngspice;

/// <summary>
/// The vectors in which ngspice reports what CircuitSim calls a slope by a parameter: R1 for its resistance, M1_w, and of a card's key
/// one for each element that has the card, M1:kp, which add up.
/// </summary>
internal static class NgspiceSensitivity
{
    /// <summary>Without those that ngspice is wrong about: of what it derives from a card beforehand, area and rs of a diode, it varies nothing, or too much.</summary>
    /// <param name="isSmallSignal">Over frequency, where a resistance is called R1_ac, and R1 is zero from the second point on.</param>
    /// <returns>None where ngspice has none.</returns>
    public static IEnumerable<string> VectorsOf(SensitivityParameter parameter, FlatNetlist flat, bool isSmallSignal)
    {
        if (parameter.Card is { } card)
        {
            return card.Kind.Equals("d", StringComparison.OrdinalIgnoreCase) && parameter.Key.ToLowerInvariant() is not ("is" or "n")
                ? [] : Users(card, flat).Select(e => $"v({SpiceWriter.NgspiceName(e)}:{parameter.Key})".ToLowerInvariant());
        }

        if (parameter.Element is not { } element)
            return [];
        var name = SpiceWriter.NgspiceName(element);
        var suffix = (element, parameter.Key) switch
        {
            (Resistor, "r") => isSmallSignal ? "_ac" : "",
            (Capacitor, "c") or (Inductor, "l") or (VoltageSource or CurrentSource, "dcv0") => "",
            (VoltageSource or CurrentSource, "acmag") or (Mosfet, "w" or "l") => $"_{parameter.Key}",
            (_, "gain") => "_gain",
            _ => null,
        };
        return suffix is null ? [] : [$"v({name}{suffix})".ToLowerInvariant()];
    }

    private static IEnumerable<Element> Users(ModelCard card, FlatNetlist flat) => flat.Elements.Where(e => e.Card is { } used && used.Name.Equals(card.Name, StringComparison.OrdinalIgnoreCase));
}
