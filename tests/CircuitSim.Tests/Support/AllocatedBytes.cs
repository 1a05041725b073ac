namespace CircuitSim.Tests.Support;

/// <summary>What an action allocates on its thread.</summary>
public static class AllocatedBytes
{
    /// <summary>
    /// The least of a few runs: a collection that another test causes meanwhile takes the thread's open block away, and what
    /// was left of it then counts as allocated.
    /// </summary>
    public static long Of(Action action)
    {
        var least = long.MaxValue;
        for (var run = 0; run < 5 && least > 0; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
