using CircuitSim.Netlists;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Spice;
using SpiceSharp.Components;
using SpiceSharp.Entities;
using Resistor = SpiceSharp.Components.Resistor;

namespace CircuitSim.SpiceSharp;

/// <summary>
/// VTEAM from stock parts: sources of SpiceSharpBehavioral and a capacitor whose voltage, on the node <see cref="StateNode"/>,
/// is the state x = (w − w_on)/(w_off − w_on). They are the parts that ngspice gets (<see cref="SpiceWriter"/>): clamped
/// within the resistance, pulled back from outside the limits, held at its start while time is zero. The state is as exact as
/// the simulation's reltol and trtol make it; <see cref="VteamMemristor"/> looks after itself. It is refused for windows that
/// stick at the limits (Joglekar, Prodromakis): a state that they have driven against a limit leaves it from a distance of
/// 1e-9 or less, which decides when, and which no integration at a tolerance knows.
/// </summary>
public static class VteamSubcircuit
{
    private const string Positive = "p", Negative = "n", Device = "Xm";

    /// <summary>Inside the subcircuit; its voltage is the state from 0 at w_on to 1 at w_off.</summary>
    public static string StateNode => $"{Device}.x";

    /// <summary>A definition with the pins p and n for <see cref="global::SpiceSharp.Components.Subcircuit"/>; instances may share it.</summary>
    /// <param name="card">A card of kind MEMRISTOR.</param>
    /// <param name="initialState">State at the start; null takes the card's own w0 [m].</param>
    /// <exception cref="NetlistException">The card or the state breaks a rule, or the card's window sticks at the limits.</exception>
    public static ISubcircuitDefinition Define(ModelCard card, double? initialState = null)
    {
        ArgumentNullException.ThrowIfNull(card);
        if (VteamCard.ToParameters(card).Window is { SticksAtLimits: true, Kind: var window })
            throw NetlistException.Because($"model {card.Name}: {window}'s window sticks at the limits, which a subcircuit cannot follow; use {nameof(VteamMemristor)}.");
        var memristor = new Memristor(Device, new NodeId(Positive), new NodeId(Negative), card.Name, initialState);
        var written = SpiceWriter.ToText(
            new Netlist
            {
                Title = "memristor",
                Elements = [memristor],
                Models = [card],
            },
            new SpiceWriterOptions { Dialect = SpiceDialect.Ngspice });
        // The name that keeps memristors from other elements of the text has a dot, which only a path may have here.
        var text = written.Replace(SpiceWriter.NgspiceName(memristor), Device, StringComparison.Ordinal);
        var parts = new EntityCollection();
        foreach (var entity in CircuitTranslation.Entities(SpiceReader.Read(text).Flat, null))
            parts.Add(entity);
        // SpiceSharp refuses a node that only a capacitor and a current source hold. With 1 nF the state leaks away in 17 minutes.
        parts.Add(new Resistor($"{Device}.Rx", StateNode, "0", 1e12));
        return new SubcircuitDefinition(parts, Positive, Negative);
    }
}
