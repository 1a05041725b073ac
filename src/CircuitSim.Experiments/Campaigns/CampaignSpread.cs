namespace CircuitSim.Experiments.Campaigns;

/// <summary>What many values at one place of an axis come to.</summary>
/// <param name="X">The place, in the unit of the axis.</param>
internal sealed record CampaignSpread(double X, double Least, double LowerQuartile, double Median, double UpperQuartile, double Greatest, double Mean);
