namespace CircuitSim.Experiments.Campaigns;

/// <summary>Where the points of a campaign lie on its axes, one after another: memory is used again, so that as many as there are leave no garbage.</summary>
internal sealed class CampaignPoint(Campaign campaign)
{
    private readonly int[] levels = new int[campaign.Axes.Count], lengths = new int[campaign.Axes.Count];
    private readonly char[] drawn = new char[campaign.Axes.Count * CampaignAxis.MostOfDrawn];

    public void MoveTo(long index)
    {
        var rest = index;
        for (var k = levels.Length - 1; k >= 0; k--)
            levels[k] = campaign.LevelOf(k, index, ref rest, drawn.AsSpan(k * CampaignAxis.MostOfDrawn, CampaignAxis.MostOfDrawn), out lengths[k]);
    }

    /// <summary>The place of its value in the list of an axis; −1 of one that is drawn.</summary>
    public int LevelOn(int axis) => levels[axis];

    /// <summary>The word of a value that is drawn, until the next point.</summary>
    public ReadOnlySpan<char> DrawnOn(int axis) => drawn.AsSpan(axis * CampaignAxis.MostOfDrawn, lengths[axis]);
}
