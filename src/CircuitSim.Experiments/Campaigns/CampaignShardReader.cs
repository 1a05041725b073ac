using Microsoft.Win32.SafeHandles;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>
/// Reads the rows of one shard after another in the order of their points, out of files that have them as workers handed them over. In memory
/// are the places of its rows and a window of a file, used again for the next shard: neither the number of rows nor their length counts.
/// </summary>
internal sealed class CampaignShardReader
{
    /// <summary>Of a row that was not found.</summary>
    private const int Nowhere = -1;

    private readonly List<(SafeFileHandle Handle, string Path)> files = [];

    /// <summary>By their order in the shard: the row's file, and where it begins there [byte].</summary>
    private (int File, long From)[] places = [];

    /// <summary>Twice what a worker hands over at once.</summary>
    private byte[] window = new byte[1 << 16];

    /// <summary>What the window shows: of which file, how much of it, and from where [byte].</summary>
    private int shown, length;
    private long from;

    /// <summary>Rows as <see cref="CampaignBlock"/> has them, each valid until the next.</summary>
    /// <param name="paths">Of files with rows of the shard. Of a point that several have the first one counts; one that somebody has just put away has none.</param>
    /// <param name="figures">Of a row.</param>
    /// <exception cref="DataFileException">A file cannot be read.</exception>
    public IEnumerable<ReadOnlyMemory<byte>> Read(CampaignShard shard, IReadOnlyList<string> paths, int figures)
    {
        if (places.Length < shard.Count)
            places = new (int, long)[shard.Count];
        places.AsSpan(0, (int)shard.Count).Fill((Nowhere, 0));
        try
        {
            foreach (var path in paths)
            {
                if (Open(path) is { } handle)
                {
                    files.Add((handle, path));
                    Locate(files.Count - 1, shard, figures);
                }
            }

            for (var k = 0; k < shard.Count; k++)
            {
                if (places[k].File != Nowhere)
                    yield return RowAt(places[k], figures);
            }
        }
        finally
        {
            foreach (var (handle, _) in files)
                handle.Dispose();
            files.Clear();
        }
    }

    private static SafeFileHandle? Open(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataFileException.CannotRead(path, e);
        }
    }

    /// <summary>Finds the rows of a file that lie in whole blocks.</summary>
    private void Locate(int file, CampaignShard shard, int figures)
    {
        var isEnd = Show(file, 0);
        for (ReadOnlySpan<byte> rest = window.AsSpan(0, length); ;)
        {
            if (CampaignBlock.Next(ref rest, isEnd) is not { IsEmpty: false } rows)
            {
                if (isEnd)
                    return;
                // A block that is longer than the window.
                if (rest.Length == window.Length)
                    window = new byte[2 * window.Length];
                isEnd = Show(file, from + length - rest.Length);
                rest = window.AsSpan(0, length);
                continue;
            }

            var at = from + length - rest.Length - rows.Length;
            while (CampaignBlock.TryTake(ref rows, figures, out var index, out var row))
            {
                if (index >= shard.First && index < shard.End && places[index - shard.First].File == Nowhere)
                    places[index - shard.First] = (file, at);
                at += row.Length;
            }
        }
    }

    private ReadOnlyMemory<byte> RowAt((int File, long From) place, int figures)
    {
        var (at, needed) = (place.From - from, (long)CampaignBlock.RowHead);
        for (var isKnown = false; ; isKnown = true)
        {
            if (place.File != shown || at < 0 || at + needed > length)
            {
                // It lies in a block, and a block fits.
                Show(place.File, place.From);
                at = 0;
            }

            if (isKnown)
                return window.AsMemory((int)at, (int)needed);
            needed = CampaignBlock.LengthOf(window.AsSpan((int)at), figures);
        }
    }

    /// <summary>Moves the window; gives whether it reaches the end of the file.</summary>
    private bool Show(int file, long position)
    {
        (shown, from, length) = (file, position, 0);
        var (handle, path) = files[file];
        try
        {
            while (length < window.Length)
            {
                var more = RandomAccess.Read(handle, window.AsSpan(length), position + length);
                if (more == 0)
                    return true;
                length += more;
            }

            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataFileException.CannotRead(path, e);
        }
    }
}
