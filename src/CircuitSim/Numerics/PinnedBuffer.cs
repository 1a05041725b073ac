using System.Runtime.InteropServices;

namespace CircuitSim.Numerics;

/// <summary>Doubles at an address that never moves and starts a cache line, zero at first. Whoever holds the pointer holds the buffer.</summary>
internal sealed unsafe class PinnedBuffer
{
    private const int LineBytes = 64;

    private readonly double[] memory;

    public PinnedBuffer(long length)
    {
        memory = GC.AllocateArray<double>(checked((int)(length + LineBytes / sizeof(double))), pinned: true);
        var address = (nint)Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0);
        Pointer = (double*)((address + LineBytes - 1) & ~(nint)(LineBytes - 1));
        Length = length;
    }

    public double* Pointer { get; }

    public long Length { get; }

    public Span<double> Span => new(Pointer, checked((int)Length));
}
