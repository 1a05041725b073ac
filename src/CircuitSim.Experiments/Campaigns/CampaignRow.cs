namespace CircuitSim.Experiments.Campaigns;

/// <summary>What became of a point.</summary>
/// <param name="Index">Of the point.</param>
/// <param name="Values">Of the figures, null where the result has none; null where the point failed.</param>
/// <param name="Reason">Why it failed, in one line.</param>
/// <param name="Seconds">That it took; not part of its identity [s].</param>
public sealed record CampaignRow(long Index, IReadOnlyList<double?>? Values, string? Reason, double Seconds)
{
    private const int MostReason = 500;

    public static CampaignRow Failed(long index, string reason, double seconds) =>
        new(index, null, string.Concat(reason.Take(MostReason).Select(c => char.IsControl(c) ? ' ' : c)), seconds);
}
