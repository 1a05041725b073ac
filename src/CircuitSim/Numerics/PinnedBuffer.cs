using System.Runtime.InteropServices;

namespace CircuitSim.Numerics;

/// <summary>
/// Doubles at an address that never moves and starts a cache line, zero at first. Whoever holds the pointer holds the buffer, to
/// the end of what it does there.
/// </summary>
internal sealed unsafe class PinnedBuffer
{
    private const int LineBytes = 64;

    /// <summary>
    /// From here on it is memory of the system [doubles]. The runtime would begin each pinned array of some megabytes with a full
    /// collection: for the factors of an array of 128 × 128 and more, a sixth of reading and solving it.
    /// </summary>
    private const long ManyDoubles = 1 << 17;

    private readonly SystemMemory? system;
    private readonly double[]? memory;

    public PinnedBuffer(long length)
    {
        var count = checked((int)(length + LineBytes / sizeof(double)));
        nint address;
        if (length >= ManyDoubles)
        {
            system = new SystemMemory((nuint)count * sizeof(double));
            address = system.Address;
        }
        else
        {
            memory = GC.AllocateArray<double>(count, pinned: true);
            address = (nint)Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0);
        }

        Pointer = (double*)((address + LineBytes - 1) & ~(nint)(LineBytes - 1));
        Length = length;
    }

    public double* Pointer { get; }

    public long Length { get; }

    public Span<double> Span => new(Pointer, checked((int)Length));

    /// <summary>Given back once nobody holds it.</summary>
    private sealed class SystemMemory(nuint bytes)
    {
        public nint Address { get; } = (nint)NativeMemory.AllocZeroed(bytes);

        ~SystemMemory() => NativeMemory.Free((void*)Address);
    }
}
