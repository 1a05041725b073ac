namespace CircuitSim.Experiments.Campaigns;

/// <summary>How far a campaign is.</summary>
/// <param name="Done">Points that have a row, failed ones among them.</param>
/// <param name="Before">Those of them that were there when the run began.</param>
/// <param name="Failed">Since the run began.</param>
public sealed record CampaignTally(long Points, long Done, long Before, long Failed);
