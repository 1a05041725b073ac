using CircuitSim.Netlists.Elements;

namespace CircuitSim.Engine;

/// <summary>Makes devices of the elements of some kinds; <see cref="Circuit"/> has the list.</summary>
internal interface IElementGroup
{
    /// <summary>What it takes.</summary>
    IReadOnlyList<Type> Kinds { get; }

    /// <summary>One group or more, of those that have devices.</summary>
    IEnumerable<DeviceGroup> Groups { get; }

    /// <summary>Names the nodes inside an element, before any element is taken.</summary>
    void NameInternalNodes(Element element, CircuitNumbering numbering)
    {
    }

    /// <summary>Takes an element.</summary>
    void Accept(Element element, CircuitNumbering numbering);
}
