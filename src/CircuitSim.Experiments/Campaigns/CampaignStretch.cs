namespace CircuitSim.Experiments.Campaigns;

/// <summary>Points that a worker is asked for at once.</summary>
/// <param name="Shard">Whose they are.</param>
/// <param name="First">Index of the first.</param>
/// <param name="End">Index behind the last.</param>
internal readonly record struct CampaignStretch(CampaignShard Shard, long First, long End);
