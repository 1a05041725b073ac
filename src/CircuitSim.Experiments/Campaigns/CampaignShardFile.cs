using Microsoft.Win32.SafeHandles;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>
/// The file of a shard while it is written: block by block, each with the system when the call returns. It has a name of its own and takes
/// that of the shard by a rename when all points are there; two that work on the same shard do not meet, and the one that is done last
/// replaces equal rows by equal rows.
/// </summary>
internal sealed class CampaignShardFile : IDisposable
{
    public const string Partial = ".partial";

    private readonly CampaignFolder folder;
    private readonly CampaignShard shard;
    private readonly string path;
    private readonly SafeFileHandle file;
    private long length, rows;

    /// <exception cref="DataFileException">It cannot be written.</exception>
    public CampaignShardFile(CampaignFolder folder, CampaignShard shard)
    {
        (this.folder, this.shard) = (folder, shard);
        path = Path.Combine(folder.ShardFolder, $"{shard.Name}.{Environment.MachineName}.{Path.GetRandomFileName()}{Partial}");
        try
        {
            Directory.CreateDirectory(folder.ShardFolder);
            file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataFileException.CannotWrite(path, e);
        }
    }

    /// <param name="block">As it was sealed.</param>
    /// <param name="count">Rows in it, which nobody has appended before.</param>
    public void Append(ReadOnlySpan<byte> block, int count)
    {
        try
        {
            RandomAccess.Write(file, block, length);
        }
        catch (IOException e)
        {
            throw DataFileException.CannotWrite(path, e);
        }

        (length, rows) = (length + block.Length, rows + count);
    }

    /// <summary>Nobody appends any more: where all points of the shard are there, in this file or with others, it takes its name.</summary>
    public void Close()
    {
        file.Dispose();
        if (rows < shard.Count)
        {
            folder.Settle(shard);
            return;
        }

        try
        {
            File.Move(path, folder.PathOf(shard), overwrite: true);
        }
        catch (IOException) when (folder.IsDone(shard))
        {
            // Somebody else was quicker, and has put this one away.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataFileException.CannotWrite(folder.PathOf(shard), e);
        }
    }

    /// <summary>Leaves what is not complete to the next one.</summary>
    public void Dispose() => file.Dispose();
}
