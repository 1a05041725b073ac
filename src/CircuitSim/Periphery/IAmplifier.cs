using CircuitSim.Netlists;

namespace CircuitSim.Periphery;

/// <summary>A differential amplifier that stages are built around. Immutable.</summary>
public interface IAmplifier
{
    /// <summary>Figures by which stages are checked; of a circuit of transistors those of the macro that is fitted to it. Null for an ideal amplifier.</summary>
    OperationalAmplifier? Figures { get; }

    /// <summary>Adds the circuit, in a loop that makes the voltages of its inputs equal: the search for an operating point starts there.</summary>
    /// <param name="supply">
    /// The rails are <c>vdd_supply</c> and <c>vss_supply</c>, held by the sources <c>Vvdd_supply</c> and <c>Vvss_supply</c>: what a
    /// stage takes from them is its power. A rail of 0 V is ground.
    /// </param>
    void AddTo(CircuitDraft draft, string name, string supply, NodeId positive, NodeId negative, NodeId output);
}
