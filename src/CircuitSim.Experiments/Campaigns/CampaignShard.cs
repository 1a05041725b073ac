using static System.FormattableString;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>Points that are kept in one file.</summary>
/// <param name="First">Index of the first.</param>
/// <param name="End">Index behind the last.</param>
public readonly record struct CampaignShard(long First, long End)
{
    public long Count => End - First;

    /// <summary>Of its file, without what says how complete it is.</summary>
    public string Name => Invariant($"shard-{First:D9}-{End - 1:D9}");
}
