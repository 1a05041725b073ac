using System.Text;

namespace CircuitSim.Experiments;

/// <summary>
/// A folder of results that appears whole or not at all. Files are written into a folder beside the target, which then
/// takes its place; a run that is killed leaves the former result as it was. Files in the target that no result wrote are
/// carried over.
/// </summary>
public sealed class ResultFolder : IDisposable
{
    private readonly string target;
    private readonly string staging;
    private bool committed;

    private ResultFolder(string target, string staging)
    {
        this.target = target;
        this.staging = staging;
    }

    /// <summary>Makes sure, before any long work, that the folder can be written.</summary>
    /// <exception cref="DataFileException">It cannot.</exception>
    public static ResultFolder Prepare(string path)
    {
        try
        {
            var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            if (File.Exists(target))
                throw new IOException("a file has that name.");
            if (Path.GetDirectoryName(target) is not { } parent)
                throw new IOException("a file system's root cannot be replaced by a result.");
            Directory.CreateDirectory(parent);
            var staging = Path.Combine(parent, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.partial");
            Directory.CreateDirectory(staging);
            return new ResultFolder(target, staging);
        }
        catch (Exception e) when (IsFileFault(e))
        {
            throw DataFileException.CannotWrite(path, e);
        }
    }

    /// <summary>Writes one file of the result, UTF-8 with LF.</summary>
    /// <param name="name">A plain file name.</param>
    public void Write(string name, string text)
    {
        try
        {
            File.WriteAllText(Path.Combine(staging, Path.GetFileName(name)), text.ReplaceLineEndings("\n"), new UTF8Encoding(false));
        }
        catch (Exception e) when (IsFileFault(e))
        {
            throw DataFileException.CannotWrite(Path.Combine(target, name), e);
        }
    }

    /// <summary>Opens a binary file of the result for writing; the caller closes it before the commit.</summary>
    /// <param name="name">A plain file name.</param>
    public Stream OpenWrite(string name)
    {
        try
        {
            return new FileStream(Path.Combine(staging, Path.GetFileName(name)), FileMode.Create, FileAccess.Write);
        }
        catch (Exception e) when (IsFileFault(e))
        {
            throw DataFileException.CannotWrite(Path.Combine(target, name), e);
        }
    }

    /// <summary>Puts the result in its place.</summary>
    /// <returns>The folder's full path.</returns>
    public string Commit()
    {
        try
        {
            if (Directory.Exists(target))
            {
                CarryOverForeignFiles();
                var former = staging + ".former";
                Directory.Move(target, former);
                try
                {
                    Directory.Move(staging, target);
                }
                catch
                {
                    Directory.Move(former, target);
                    throw;
                }

                Directory.Delete(former, recursive: true);
            }
            else
            {
                Directory.Move(staging, target);
            }

            committed = true;
            return target;
        }
        catch (Exception e) when (IsFileFault(e))
        {
            throw DataFileException.CannotWrite(target, e);
        }
    }

    /// <summary>Without a commit, removes what was written.</summary>
    public void Dispose()
    {
        if (!committed && Directory.Exists(staging))
            Directory.Delete(staging, recursive: true);
    }

    private void CarryOverForeignFiles()
    {
        foreach (var file in Directory.EnumerateFiles(target))
        {
            var kept = Path.Combine(staging, Path.GetFileName(file));
            if (!File.Exists(kept))
                File.Copy(file, kept);
        }

        foreach (var folder in Directory.EnumerateDirectories(target))
            Directory.Move(folder, Path.Combine(staging, Path.GetFileName(folder)));
    }

    private static bool IsFileFault(Exception e) =>
        e is IOException or UnauthorizedAccessException or System.Security.SecurityException or ArgumentException or NotSupportedException;
}
