using System.Runtime.InteropServices;
using CircuitSim.Numerics;

namespace CircuitSim.Tests.Numerics;

public class LargePagesTests
{
    private const int Page = 1 << 21;

    /// <summary>What the size of its pages is changes nothing of memory: what was there stays, and what was not is zero.</summary>
    [Theory]
    [InlineData(0, 4 * Page)]
    [InlineData(12345, 3 * Page)]
    [InlineData(1, Page - 1)]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    public void Memory_AskedForInLargePages_KeepsItsContent(int offset, long length)
    {
        var memory = GC.AllocateArray<byte>(5 * Page, pinned: true);
        memory[0] = memory[Page + 7] = 42;
        LargePages.Ask(Marshal.UnsafeAddrOfPinnedArrayElement(memory, offset), length);
        memory[3 * Page] = 43;
        Assert.Equal([(0, 42), (Page + 7, 42), (3 * Page, 43)], memory.Index().Where(m => m.Item != 0).Select(m => (m.Index, (int)m.Item)));
    }
}
