namespace CircuitSim.Experiments.Campaigns;

/// <summary>What the values of a <see cref="CampaignAxis"/> come from.</summary>
public enum CampaignAxisKind
{
    List,

    /// <summary>Drawn between two bounds.</summary>
    Bounds,

    /// <summary>Derived from the campaign's seed.</summary>
    Seeds,
}
