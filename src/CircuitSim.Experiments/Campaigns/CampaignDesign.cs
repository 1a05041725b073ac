namespace CircuitSim.Experiments.Campaigns;

/// <summary>How the points of a campaign lie over what it varies.</summary>
public enum CampaignDesign
{
    /// <summary>Every combination, the last option fastest.</summary>
    Grid,

    /// <summary>Each value of each point drawn by itself.</summary>
    Random,

    /// <summary>As many strata of each option as points, each met once (McKay, Beckman and Conover, Technometrics 21, 1979).</summary>
    LatinHypercube,
}
