using System.Runtime.InteropServices;

namespace CircuitSim.Numerics;

/// <summary>
/// Pages of two megabytes in place of four kilobytes: to take a fresh page costs a microsecond or more, which was a third of
/// reading and solving a large netlist once, and passes over arrays that no cache holds need fewer translations. Linux gives them
/// where they are asked for (its setting "madvise", that of most distributions); elsewhere asking has no effect.
/// </summary>
public static unsafe partial class LargePages
{
    /// <summary>[bytes]</summary>
    private const long Size = 1 << 21;

    /// <summary>MADV_HUGEPAGE of Linux.</summary>
    private const int HugePageAdvice = 14;

    /// <summary>Memory that is about to be touched for the first time comes in large pages, as far as whole ones lie in it.</summary>
    /// <param name="address">Start; need not be the caller's own, since nothing but the size of pages changes.</param>
    /// <param name="length">[bytes]</param>
    public static void Ask(nint address, long length)
    {
        if (!OperatingSystem.IsLinux() || length < Size)
            return;
        var (first, end) = ((address + Size - 1) & -Size, (address + length) & -Size);
        if (first >= end)
            return;
        try
        {
            _ = Advise((void*)first, (nuint)(end - first), HugePageAdvice);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library, by another name: pages stay as they are.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Advise(void* address, nuint length, int advice);
}
