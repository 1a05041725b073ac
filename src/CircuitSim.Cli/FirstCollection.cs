using System.Runtime.InteropServices;
using CircuitSim.Numerics;

namespace CircuitSim.Cli;

/// <summary>
/// When memory is collected for the first time. What a long netlist becomes lives as long as the run, so that to look for
/// garbage in it finds next to none: that was an eighth of reading and solving an array of 128 × 128 or 256 × 256,
/// beside what the buffers of its factors set off. The memory put aside for it is asked for in large pages.
/// </summary>
internal static class FirstCollection
{
    /// <summary>Shorter files are done before there would be a collection, and the postponement itself takes a millisecond [bytes].</summary>
    private const long ShortFile = 1 << 18;

    /// <summary>Memory that reading, checking, numbering and solving a netlist take for each byte of its file, and some more: 48 of an array, 100 of an RC ladder.</summary>
    private const long MemoryPerByte = 128;

    /// <summary>Most that is put off, and no more than a quarter of what the machine has [bytes].</summary>
    private const long Most = 1L << 30;

    /// <summary>The least that the runtime keeps apart, a setting of this program [bytes].</summary>
    private const int LargeArray = 4 << 20;

    /// <summary>Puts it off until a netlist of this file is likely to be solved at its operating point; what goes on for longer is collected as ever.</summary>
    public static void PostponeFor(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length < ShortFile)
            return;
        var memory = Math.Min(MemoryPerByte * file.Length, Most);
        if (memory > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4)
            return;
        try
        {
            if (GC.TryStartNoGCRegion(memory))
                AskForLargePages(memory);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentOutOfRangeException)
        {
            // It is put off already, or cannot be for so long: memory is collected as ever.
        }
    }

    /// <summary>What is allocated next lies around a new object, in regions that neighbour each other; large arrays have a region of their own.</summary>
    private static void AskForLargePages(long bytes)
    {
        Ask(new byte[1], bytes);
        Ask(GC.AllocateUninitializedArray<byte>(LargeArray), bytes);
    }

    private static void Ask(byte[] place, long bytes)
    {
        var handle = GCHandle.Alloc(place, GCHandleType.Pinned);
        LargePages.Ask(handle.AddrOfPinnedObject() - (nint)bytes, 2 * bytes);
        handle.Free();
    }
}
