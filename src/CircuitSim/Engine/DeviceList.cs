namespace CircuitSim.Engine;

/// <summary>
/// The devices of a group, side by side and changed in place. The runtime's own list would do, but is compiled for each
/// kind of device at every start; this one is compiled with the library.
/// </summary>
/// <param name="capacity">How many there will be, if that is known.</param>
internal sealed class DeviceList<T>(int capacity = 0)
    where T : struct
{
    private T[] devices = new T[Math.Max(capacity, 4)];

    public int Count { get; private set; }

    /// <summary>Valid until the next <see cref="Add"/>.</summary>
    public Span<T> All => new(devices, 0, Count);

    public void Add(T device)
    {
        if (Count == devices.Length)
        {
            var larger = new T[2 * Count];
            Array.Copy(devices, larger, Count);
            devices = larger;
        }

        devices[Count++] = device;
    }
}
