using System.Text;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>
/// The file of a shard while it is written: a line for each point, handed to the system at once, so that who is killed loses the points under
/// way alone. It has a name of its own and takes that of the shard by a rename when all points are there; two that work on the same shard
/// do not meet, and the one that is done last replaces equal rows by equal rows.
/// </summary>
internal sealed class CampaignShardFile : IDisposable
{
    public const string Partial = ".partial";

    private readonly CampaignFolder folder;
    private readonly CampaignShard shard;
    private readonly FileStream stream;

    private CampaignShardFile(CampaignFolder folder, CampaignShard shard, FileStream stream) => (this.folder, this.shard, this.stream) = (folder, shard, stream);

    /// <summary>Begins with rows that are there already.</summary>
    public static CampaignShardFile Begin(CampaignFolder folder, CampaignShard shard, IReadOnlyList<CampaignRow> rows)
    {
        var path = System.IO.Path.Combine(folder.ShardFolder, $"{shard.Name}.{Environment.MachineName}.{System.IO.Path.GetRandomFileName()}{Partial}");
        try
        {
            Directory.CreateDirectory(folder.ShardFolder);
            // No buffer: a row is with the system when the call returns.
            var file = new CampaignShardFile(folder, shard, new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0));
            if (rows.Count > 0)
                file.stream.Write(Encoding.UTF8.GetBytes(string.Concat(rows.Select(r => r.ToLine() + "\n"))));
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataFileException.CannotWrite(path, e);
        }
    }

    /// <summary>The rows of a file that are whole; none where somebody else has just put it away.</summary>
    public static IEnumerable<CampaignRow> Read(string path, CampaignShard shard, int figures)
    {
        var lines = new List<string>();
        try
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            while (reader.ReadLine() is { } line)
                lines.Add(line);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataFileException.CannotRead(path, e);
        }

        return lines.Select(line => CampaignRow.Parse(line, figures)).OfType<CampaignRow>().Where(r => r.Index >= shard.First && r.Index < shard.End);
    }

    public void Append(CampaignRow row)
    {
        try
        {
            stream.Write(Encoding.UTF8.GetBytes(row.ToLine() + "\n"));
        }
        catch (IOException e)
        {
            throw DataFileException.CannotWrite(stream.Name, e);
        }
    }

    /// <summary>All points are there: takes the name of the shard, and removes what others left of it.</summary>
    public void Complete()
    {
        try
        {
            stream.Dispose();
            File.Move(stream.Name, folder.PathOf(shard), overwrite: true);
        }
        catch (IOException) when (folder.IsDone(shard))
        {
            // Somebody else was quicker, and has put this one away.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataFileException.CannotWrite(folder.PathOf(shard), e);
        }

        RemovePartials(folder, shard);
    }

    /// <summary>What is left of a shard that is done.</summary>
    public static void RemovePartials(CampaignFolder folder, CampaignShard shard)
    {
        foreach (var partial in folder.Partials(shard).ToList())
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

    /// <summary>Leaves what is not complete to the next one.</summary>
    public void Dispose() => stream.Dispose();
}
