using System.Text.Json;
using System.Text.Json.Nodes;
using CircuitSim.Experiments.Documents;
using CircuitSim.Experiments.Options;
using CircuitSim.Files;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>
/// Where a campaign keeps what it has. campaign.yaml is the file as it was when the campaign began; campaign.json, the manifest, has the hash
/// of what its points follow from and the version that runs them, so that nothing of another campaign mixes in; shards/ has a file for each
/// range of points, which appears by a rename when all of them are there.
/// </summary>
public sealed class CampaignFolder
{
    /// <summary>Files of shards, where points are many enough and not too many: a file costs as much as a short point.</summary>
    private const int Shards = 16;

    private const int MostPointsOfShard = 10_000;

    private const string ManifestFile = "campaign.json", CampaignText = "campaign.yaml", Schema = "circuitsim.campaign/2";

    private CampaignFolder(string path, Campaign campaign, long pointsOfShard) => (FullPath, Campaign, PointsOfShard) = (path, campaign, pointsOfShard);

    public string FullPath { get; }

    public Campaign Campaign { get; }

    public long PointsOfShard { get; }

    public string ShardFolder => Path.Combine(FullPath, "shards");

    private static string Version => $"{ProductVersion.Number}, commit {ProductVersion.Commit}";

    /// <summary>The folder of a campaign, made where it is not there; one of this campaign goes on.</summary>
    /// <param name="bytes">Of the campaign's file.</param>
    /// <param name="replacesOthers">Whether points that are there of another campaign, or of another version, go.</param>
    /// <exception cref="InvalidParameterException">It holds something else.</exception>
    /// <exception cref="DataFileException">It cannot be written.</exception>
    public static CampaignFolder Begin(string path, Campaign campaign, byte[] bytes, bool replacesOthers = false)
    {
        // Also refuses a folder with another result, and one that cannot be written.
        using (ResultFolder.Prepare(path, CampaignFiles.Study))
        {
        }

        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        // One that has no point yet may change its mind.
        if (File.Exists(Path.Combine(full, ManifestFile)) && Directory.Exists(Path.Combine(full, "shards")))
        {
            var (hash, version, points, _) = Manifest(path);
            if (replacesOthers && (hash, version) != (campaign.Hash, Version))
                return Anew(path, full, campaign, bytes);
            if (hash != campaign.Hash)
                throw InvalidParameterException.Because("out", $"{path} holds another campaign, or this one before its options, design or figures changed; name another folder, or delete that one.");
            return new CampaignFolder(full, campaign, RequireVersion(path, version, points));
        }

        var size = Math.Clamp((campaign.Points + Shards - 1) / Shards, 1, MostPointsOfShard);
        AtomicFile.Write(Path.Combine(full, CampaignText), stream => stream.Write(bytes));
        AtomicFile.WriteText(Path.Combine(full, ManifestFile), text => text.Write(new JsonObject
        {
            ["schema"] = Schema,
            ["campaign"] = campaign.Hash,
            ["version"] = Version,
            ["points"] = campaign.Points,
            ["points_of_shard"] = size,
            // From where relative paths in the file start.
            ["file"] = Path.GetFullPath(campaign.Path),
        }.ToJsonString() + "\n"));
        return new CampaignFolder(full, campaign, size);
    }

    private static CampaignFolder Anew(string path, string full, Campaign campaign, byte[] bytes)
    {
        try
        {
            File.Delete(Path.Combine(full, ManifestFile));
            Directory.Delete(Path.Combine(full, "shards"), recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataFileException.CannotWrite(path, e);
        }

        return Begin(path, campaign, bytes);
    }

    /// <summary>A folder that is there.</summary>
    /// <inheritdoc cref="CampaignFile.Read"/>
    public static CampaignFolder Open(string path, IReadOnlyList<CampaignSubject> subjects, StudyValues values)
    {
        if (!File.Exists(Path.Combine(path, ManifestFile)))
            throw DataFileException.NotFound(Path.Combine(path, ManifestFile), "Name the folder of a campaign.");
        var (hash, version, points, file) = Manifest(path);
        var campaign = CampaignFile.Parse(file, StudyFile.Bytes(Path.Combine(path, CampaignText), "Begin the campaign in another folder."), subjects, values);
        if (campaign.Hash != hash)
            throw InvalidParameterException.Because("campaign", $"{path}: files that the campaign's options name are others than when it began; bring those back, or begin in another folder.");
        return new CampaignFolder(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), campaign, RequireVersion(path, version, points));
    }

    /// <summary>The ranges of all points, in their order.</summary>
    public IEnumerable<CampaignShard> All() => Within(0, Campaign.Points);

    /// <summary>Those that touch a range of points.</summary>
    public IEnumerable<CampaignShard> Within(long first, long end)
    {
        for (var at = first / PointsOfShard * PointsOfShard; at < Math.Min(end, Campaign.Points); at += PointsOfShard)
            yield return new CampaignShard(at, Math.Min(at + PointsOfShard, Campaign.Points));
    }

    public string PathOf(CampaignShard shard) => Path.Combine(ShardFolder, shard.Name);

    public bool IsDone(CampaignShard shard) => File.Exists(PathOf(shard));

    /// <summary>The rows of a shard in the order of their points, each once; those of one that is not done, as far as it is.</summary>
    public IReadOnlyList<CampaignRow> Read(CampaignShard shard) => [.. Find(shard).Select(row => CampaignBlock.Read(row.Span))];

    /// <summary>What became of the points of these rows, for whom figures do not matter.</summary>
    internal IEnumerable<(long Index, string? Reason)> Reasons(CampaignShard shard) =>
        Find(shard).Select(ReasonOf);

    /// <summary>All rows as <see cref="CampaignBlock"/> has them, each valid until the next.</summary>
    internal IEnumerable<ReadOnlyMemory<byte>> Rows()
    {
        var reader = new CampaignShardReader();
        return All().SelectMany(shard => Find(shard, reader));
    }

    /// <summary>What became of all points that have a row, with whether their shard is done.</summary>
    internal IEnumerable<(CampaignShard Shard, bool IsDone, IEnumerable<(long Index, string? Reason)> Rows)> Outcomes()
    {
        var reader = new CampaignShardReader();
        return All().Select(shard => (shard, IsDone(shard), Find(shard, reader).Select(ReasonOf)));
    }

    private static (long Index, string? Reason) ReasonOf(ReadOnlyMemory<byte> row) =>
        (CampaignBlock.IndexOf(row.Span), CampaignBlock.ReasonOf(row.Span));

    /// <param name="reader">Of the shard before, whose rows nobody needs any more.</param>
    private IEnumerable<ReadOnlyMemory<byte>> Find(CampaignShard shard, CampaignShardReader? reader = null) =>
        (reader ?? new CampaignShardReader()).Read(shard, IsDone(shard) ? [PathOf(shard)] : Partials(shard), Campaign.Figures.Count);

    /// <summary>Names of shards that are done, and of those of which there is a part.</summary>
    internal (HashSet<string> Done, HashSet<string> Begun) List()
    {
        var (done, begun) = (new HashSet<string>(), new HashSet<string>());
        foreach (var name in Directory.Exists(ShardFolder) ? Directory.EnumerateFiles(ShardFolder).Select(f => Path.GetFileName(f)) : [])
        {
            if (!name.Contains('.', StringComparison.Ordinal))
                done.Add(name);
            else if (name.EndsWith(CampaignShardFile.Partial, StringComparison.Ordinal))
                begun.Add(name[..name.IndexOf('.', StringComparison.Ordinal)]);
        }

        return (done, begun);
    }

    /// <summary>Ranges of points that have no row, in order; a shard that is done has them all.</summary>
    public IEnumerable<CampaignShard> Missing()
    {
        var (done, begun) = List();
        var at = 0L;
        foreach (var shard in All())
        {
            var isDone = done.Contains(shard.Name);
            if (isDone && at < shard.First)
                yield return new CampaignShard(at, shard.First);
            foreach (var (index, _) in !isDone && begun.Contains(shard.Name) ? Reasons(shard) : [])
            {
                if (at < index)
                    yield return new CampaignShard(at, index);
                at = index + 1;
            }

            if (isDone)
                at = shard.End;
        }

        if (at < Campaign.Points)
            yield return new CampaignShard(at, Campaign.Points);
    }

    /// <summary>Gives a shard its file where several files have all its points together, as when two tasks share one.</summary>
    internal void Settle(CampaignShard shard)
    {
        if (IsDone(shard) || Read(shard) is var rows && rows.Count < shard.Count)
            return;
        AtomicFile.Write(PathOf(shard), stream => stream.Write(Sealed(rows)));
        RemovePartials(shard);
    }

    /// <summary>Removes what is left of a shard that is done.</summary>
    internal void RemovePartials(CampaignShard shard)
    {
        foreach (var partial in IsDone(shard) ? Partials(shard) : [])
        {
            try
            {
                File.Delete(partial);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Its owner has it open, on a system where that counts, and will put it away.
            }
        }
    }

    private static ReadOnlySpan<byte> Sealed(IReadOnlyList<CampaignRow> rows)
    {
        var block = new CampaignBlock();
        foreach (var row in rows)
            block.Add(row);
        return block.Seal();
    }

    /// <summary>Files of a shard that is being worked on, or was.</summary>
    private List<string> Partials(CampaignShard shard) => Partials(shard, FullPath);

    private static List<string> Partials(CampaignShard shard, string path) =>
        Path.Combine(path, "shards") is var shards && Directory.Exists(shards) ? [.. Directory.EnumerateFiles(shards, $"{shard.Name}.*{CampaignShardFile.Partial}").Order(StringComparer.Ordinal)] : [];

    /// <summary>Removes what workers left of shards that are done, and what who was killed left of the campaign's own files.</summary>
    public void Tidy()
    {
        ResultFolder.RemoveUnclaimed(FullPath);
        foreach (var file in Directory.EnumerateFiles(FullPath, ".campaign.*.tmp").Concat(Directory.Exists(ShardFolder) ? Directory.EnumerateFiles(ShardFolder, ".shard-*.tmp") : []).ToList())
            File.Delete(file);
        var (_, begun) = List();
        foreach (var shard in begun.Count > 0 ? All().Where(s => begun.Contains(s.Name)) : [])
        {
            Settle(shard);
            RemovePartials(shard);
        }
    }

    /// <summary>Takes back rows that failed, and what a shard lacks, so that the next run does these points again; gives their count.</summary>
    public long Reopen()
    {
        var count = 0L;
        foreach (var shard in All().Where(IsDone))
        {
            var good = Read(shard).Where(r => r.Values is not null).ToList();
            if (good.Count == shard.Count)
                continue;
            if (good.Count > 0)
            {
                using var file = new CampaignShardFile(this, shard);
                file.Append(Sealed(good), good.Count);
            }

            File.Delete(PathOf(shard));
            count += shard.Count - good.Count;
        }

        return count;
    }

    /// <summary>Takes the shards of another folder of the same campaign, and parts of shards; gives their files' count.</summary>
    /// <exception cref="InvalidParameterException">It is another campaign's, or another version's.</exception>
    public int Collect(string path)
    {
        if (!File.Exists(Path.Combine(path, ManifestFile)))
            throw DataFileException.NotFound(Path.Combine(path, ManifestFile), "Name the folder of a campaign.");
        var (hash, version, points, _) = Manifest(path);
        if (hash != Campaign.Hash)
            throw InvalidParameterException.Because("from", $"{path} holds another campaign; its shards do not belong to {FullPath}.");
        RequireVersion(path, version, points);
        var count = 0;
        foreach (var shard in All().Where(s => !IsDone(s)))
        {
            var whole = Path.Combine(path, "shards", shard.Name);
            foreach (var file in File.Exists(whole) ? [whole] : Partials(shard, path))
            {
                AtomicFile.Write(Path.Combine(ShardFolder, Path.GetFileName(file)), stream =>
                {
                    using var source = File.OpenRead(file);
                    source.CopyTo(stream);
                });
                count++;
            }
        }

        return count;
    }

    private static long RequireVersion(string path, string version, long points) => version == Version ? points
        : throw InvalidParameterException.Because("out", $"{path} was begun by CircuitSim {version}, and this is {Version}; points of two versions do not mix: name another folder, or delete that one.");

    private static (string Hash, string Version, long PointsOfShard, string File) Manifest(string path)
    {
        var file = Path.Combine(path, ManifestFile);
        return DataFileException.Reading(file, () =>
        {
            try
            {
                var root = JsonNode.Parse(File.ReadAllText(file)) as JsonObject;
                return (string?)root?["schema"] == Schema && (string?)root?["campaign"] is { } hash && (string?)root?["version"] is { } version && (long?)root?["points_of_shard"] is > 0 and var points && (string?)root?["file"] is { } text
                    ? (hash, version, points, text)
                    : throw DataFileException.Corrupt(file, "this is no manifest of a campaign; name another folder.");
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
            {
                throw DataFileException.Corrupt(file, "this is no manifest of a campaign; name another folder.");
            }
        });
    }
}
