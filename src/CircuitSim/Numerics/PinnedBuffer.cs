using System.Runtime.InteropServices;

namespace CircuitSim.Numerics;

/// <summary>
/// Doubles at an address that never moves and starts a cache line, zero at first. Whoever holds the pointer holds the buffer, to
/// the end of what it does there.
/// </summary>
internal sealed unsafe class PinnedBuffer
{
    private const int LineBytes = 64;

    /// <summary>From here on memory of the system is worth a finalizer [doubles].</summary>
    private const long ManyDoubles = 1 << 17;

    private readonly SystemMemory? system;
    private readonly double[]? memory;

    public PinnedBuffer(long length)
        : this(length, isOfSystem: false)
    {
    }

    private PinnedBuffer(long length, bool isOfSystem)
    {
        var count = checked((int)(length + LineBytes / sizeof(double)));
        nint address;
        if (isOfSystem)
        {
            system = new SystemMemory((nuint)count * sizeof(double));
            address = system.Address;
        }
        else
        {
            memory = GC.AllocateUninitializedArray<double>(count, pinned: true);
            address = (nint)Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0);
        }

        // Before the first touch, which decides about the size of a page.
        LargePages.Ask(address, (long)count * sizeof(double));
        memory?.AsSpan().Clear();
        Pointer = (double*)((address + LineBytes - 1) & ~(nint)(LineBytes - 1));
        Length = length;
    }

    /// <summary>
    /// One whose memory, if it is much, is the system's: the runtime would begin each pinned array of some megabytes with a full
    /// collection, for the factors of an array of 128 × 128 and more a sixth of reading and solving it. The runtime does not
    /// count it, so that it is for what holds much memory of the runtime besides and goes with it.
    /// </summary>
    public static PinnedBuffer BesideMuch(long length) => new(length, length >= ManyDoubles);

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
