namespace CircuitSim.Experiments.Campaigns;

/// <summary>
/// Collects what the process has left of itself, a megabyte at a time. A program that puts its first collection off, as this one does, would
/// else let it gather, and its memory would grow with the points. Whoever leaves none is not stopped.
/// </summary>
internal sealed class CampaignGarbage
{
    /// <summary>That may lie about [byte].</summary>
    private const long Most = 1 << 20;

    private long collected = GC.GetTotalAllocatedBytes();

    public void Collect()
    {
        var allocated = GC.GetTotalAllocatedBytes();
        if (allocated - collected <= Most)
            return;
        GC.Collect(1);
        collected = allocated;
    }
}
