using static System.FormattableString;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>What a campaign's folder has of its points.</summary>
/// <param name="Done">Points that have figures.</param>
/// <param name="Failures">By their reason, most first: the first point of each and how many there are.</param>
/// <param name="Missing">Ranges of points that have no row, in order.</param>
/// <param name="Begun">Points of shards that are not done which have a row already.</param>
public sealed record CampaignStatus(long Points, long Done, IReadOnlyList<(string Reason, long First, long Count)> Failures, IReadOnlyList<CampaignShard> Missing, long Begun)
{
    /// <summary>Reasons that are told apart.</summary>
    private const int MostReasons = 1000;

    private const int MostRanges = 100;

    public long Failed => Failures.Sum(f => f.Count);

    public long MissingCount => Missing.Sum(m => m.Count);

    public bool IsComplete => Missing.Count == 0;

    public static CampaignStatus Of(CampaignFolder folder)
    {
        var (done, begun) = (0L, 0L);
        var failures = new Dictionary<string, (long First, long Count)>();
        var (missing, garbage) = (new List<CampaignShard>(), new CampaignGarbage());
        foreach (var (shard, isDone, rows) in folder.Outcomes())
        {
            var at = shard.First;
            foreach (var (index, reason) in rows)
            {
                Miss(at, index);
                at = index + 1;
                if (!isDone)
                    begun++;
                if (reason is null)
                {
                    done++;
                    continue;
                }

                var key = failures.ContainsKey(reason) || failures.Count < MostReasons ? reason : "other reasons";
                var (first, count) = failures.GetValueOrDefault(key, (index, 0));
                failures[key] = (first, count + 1);
                garbage.Collect();
            }

            Miss(at, shard.End);
        }

        return new CampaignStatus(folder.Campaign.Points, done, [.. failures.OrderByDescending(f => f.Value.Count).ThenBy(f => f.Value.First).Select(f => (f.Key, f.Value.First, f.Value.Count))], missing, begun);

        void Miss(long from, long to)
        {
            if (from >= to)
                return;
            if (missing.Count > 0 && missing[^1].End == from)
                missing[^1] = missing[^1] with { End = to };
            else
                missing.Add(new CampaignShard(from, to));
        }
    }

    /// <summary>In one line.</summary>
    public string Sentence => Invariant($"{Done} of {Points} points are done, {Failed} failed, {MissingCount} missing.");

    /// <summary>The missing points, as many ranges as a line takes.</summary>
    public string MissingText => string.Join(',', Missing.Take(MostRanges).Select(m => m.Count == 1 ? Invariant($"{m.First}") : Invariant($"{m.First}-{m.End - 1}"))) + (Missing.Count > MostRanges ? ",…" : "");

    /// <summary>A row for each reason.</summary>
    public ReadableTable Reasons(Campaign campaign) => ReadableTable.Of(Failures, ("points", f => $"{f.Count}"), ("reason", f => $"{f.Reason}"), ("first", f => $"{f.First}"), ("again", f => $"{campaign.CommandOf(f.First)}"));
}
