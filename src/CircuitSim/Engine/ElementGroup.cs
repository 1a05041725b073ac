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

/// <summary>A group of one kind of devices, each of which finds its own places in the matrix.</summary>
/// <param name="capacity">How many there will be, if that is known.</param>
internal abstract class ElementGroup<TDevice>(int capacity = 0) : ElementGroup
    where TDevice : struct, IPlacedDevice
{
    public sealed override bool IsEmpty => Devices.Count == 0;

    protected DeviceList<TDevice> Devices { get; } = new(capacity);

    public override void Reserve(MatrixPlan plan)
    {
        foreach (ref var device in Devices.All)
            device.Reserve(plan);
    }

    public override void Resolve(in MatrixSlots slots)
    {
        foreach (ref var device in Devices.All)
            device.Resolve(slots);
    }
}
