using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Elements;

/// <summary>One element of a circuit. Currents follow SPICE: they are counted positive from the first node through the element to the second.</summary>
/// <param name="Name">Unique within its circuit, case does not matter; the first letter is SPICE's element letter.</param>
public abstract record Element(string Name) : Written
{
    /// <summary>The letter by which SPICE knows the kind, a capital.</summary>
    public abstract char Letter { get; }

    /// <summary>What messages call the kind.</summary>
    public abstract string Kind { get; }

    /// <summary>
    /// What no two elements of a circuit have alike, case aside: the name, and before it the keyword of a kind that is not
    /// known by its first letter.
    /// </summary>
    public virtual string Designation => Name;

    /// <summary>The nodes in the order in which SPICE writes them; controlling nodes follow those that carry current.</summary>
    public abstract NodeList Nodes { get; }

    /// <summary>
    /// A letter for each of the first nodes, at which flattening can measure the current into the element: that of i() first. With those of the
    /// nodes that are not among them the currents add up to zero.
    /// </summary>
    internal virtual string Terminals => "";

    /// <summary>The same element at another node.</summary>
    internal virtual Element WithNode(int terminal, NodeId node) => throw new ArgumentOutOfRangeException(nameof(terminal));

    /// <summary>Whether engines have the element's current as an unknown, so that i(name) can be read.</summary>
    public virtual bool HasBranchCurrent => false;

    /// <summary>Null for a kind that has no card.</summary>
    public virtual CardReference? Card => null;

    /// <summary>Elements of the same circuit whose currents this one follows.</summary>
    public virtual IReadOnlyList<string> ControlCurrents => [];

    /// <summary>Whether its equations are linear in voltages and currents.</summary>
    public virtual bool IsLinear => true;

    /// <summary>Refuses values that the kind cannot have; of a flat netlist.</summary>
    /// <exception cref="NetlistException">Names the element, the value and what it has to be.</exception>
    internal virtual void CheckValues(SimulatorOptions options)
    {
    }

    /// <summary>Refuses values that do not go with the card.</summary>
    /// <param name="parameters">What <see cref="CardKinds"/> reads from the card.</param>
    /// <exception cref="NetlistException">Names the element, the value and what it has to be.</exception>
    internal virtual void CheckAgainst(object parameters)
    {
    }

    /// <summary>One that stands for so many of the same, as in a call with m: currents are multiplied, voltages stay. Of a flat netlist.</summary>
    /// <exception cref="NetlistException">The kind has none.</exception>
    internal virtual Element Multiplied(double count) =>
        throw NetlistException.Because($"m={SiText.Exact(count)} of a call multiplies its elements, and {Kind} {Name} cannot be multiplied; write the call as many times.");

    /// <summary>The same element as one instance of its circuit has it: renamed, reconnected, its values numbers.</summary>
    public abstract Element Placed(string name, Placement placement);
}
