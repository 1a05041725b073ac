using CircuitSim.Netlists.Elements;

namespace CircuitSim.Engine;

/// <summary>A group of devices that takes its own elements.</summary>
internal abstract class ElementGroup : DeviceGroup, IElementGroup
{
    public abstract IReadOnlyList<Type> Kinds { get; }

    public abstract bool IsEmpty { get; }

    public IEnumerable<DeviceGroup> Groups => IsEmpty ? [] : [this];

    public virtual void NameInternalNodes(Element element, CircuitNumbering numbering)
    {
    }

    public abstract void Accept(Element element, CircuitNumbering numbering);
}
