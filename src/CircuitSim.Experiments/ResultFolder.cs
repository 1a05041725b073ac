using System.Text;
using System.Text.Json;
using CircuitSim.Files;

namespace CircuitSim.Experiments;

/// <summary>
/// The files of one result, which appear in their folder together or not at all. They are written into a hidden folder
/// inside the target and moved to their places, one rename each and <c>result.json</c> last, when all are complete.
/// Nothing else in the target is touched but what <see cref="Remove"/> names and what a former result says that it wrote: it may be the user's own
/// folder. A folder with the result of another study is refused, since its files would stand beside a <c>result.json</c> that knows nothing of them.
/// Who is killed leaves the hidden folder behind; the next one removes it, as its claim, a file held open in it, is free then.
/// </summary>
public sealed class ResultFolder : IDisposable
{
    /// <summary>The file that says what the others are.</summary>
    private const string LastFile = "result.json";

    /// <summary>In it: the names of those others.</summary>
    private const string FilesMember = "files";

    /// <summary>In a hidden folder: held open as long as somebody writes there, with the name of the machine.</summary>
    private const string ClaimFile = ".claim";

    /// <summary>Null where nothing is written but <see cref="Document"/>.</summary>
    private readonly string? staging;

    private readonly FileStream? claim;
    private readonly string? command;
    private readonly List<string> outdated = [];
    private ResultDocument? last;

    /// <summary>Folders that did not exist before, deepest first; they go again if nothing is committed.</summary>
    private readonly IReadOnlyList<string> created;

    private ResultFolder(string path, string? staging, FileStream? claim, IReadOnlyList<string> created, string? command)
    {
        FullPath = path;
        (this.staging, this.claim) = (staging, claim);
        (this.created, this.command) = (created, command);
    }

    /// <summary>Empty where there is none.</summary>
    public string FullPath { get; }

    /// <summary>The result.json as it was written; null before.</summary>
    public string? Document { get; private set; }

    /// <summary>
    /// Told what a file that stands in the way of one of these, and that no result here wrote, is called from now on; null where such files are
    /// replaced.
    /// </summary>
    public Action<string>? Kept { get; set; }

    /// <summary>A folder that is nowhere: only its result.json is kept, as <see cref="Document"/>.</summary>
    public static ResultFolder Nowhere(string? command = null) => new("", null, null, [], command);

    /// <summary>Makes sure, before any long work, that the folder can be written.</summary>
    /// <param name="study">As in the <see cref="ResultDocument"/> to come; null if there will be none.</param>
    /// <param name="command">What makes it, as its result.json will say.</param>
    /// <exception cref="DataFileException">It cannot.</exception>
    /// <exception cref="InvalidParameterException">It has no name, or holds the result of another study.</exception>
    public static ResultFolder Prepare(string path, string? study = null, string? command = null)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw InvalidParameterException.Because("out", "the name of the output folder is empty; name a folder.");
        try
        {
            var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            var created = new List<string>();
            for (var folder = target; folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(folder))
                    throw new IOException($"{(folder == target ? "it" : folder)} is a file, and a folder is wanted.");
                created.Add(folder);
            }

            if (study is not null && ResultIn(path) is { Study: { } other } && other != study)
                throw InvalidParameterException.Because("out", $"{path} holds a result of {other}, whose files would mix with those of {study}; name another folder, or delete that result.");
            Directory.CreateDirectory(target);
            var staging = Path.Combine(target, $".circuitsim-{Path.GetRandomFileName()}.partial");
            Directory.CreateDirectory(staging);
            var claim = new FileStream(Path.Combine(staging, ClaimFile), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
            claim.Write(Encoding.UTF8.GetBytes(Environment.MachineName));
            claim.Flush();
            // Where not even our own claim is seen, as on some shared disks, nothing can be said of others'.
            if (MachineOf(staging) is null)
                RemoveAbandoned(target);
            return new ResultFolder(target, staging, claim, created, command);
        }
        catch (Exception e) when (IsFileFault(e))
        {
            throw DataFileException.CannotWrite(path, e);
        }
    }

    /// <summary>What processes left here that were killed on this machine; locks of other machines may not be seen.</summary>
    private static void RemoveAbandoned(string target)
    {
        foreach (var folder in Directory.GetDirectories(target, ".circuitsim-*.partial").Where(f => MachineOf(f) == Environment.MachineName))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (IsFileFault(e))
            {
                // Somebody else removes it now, or owns it: it stands in nobody's way.
            }
        }
    }

    /// <summary>
    /// What was left here by who was killed as a hidden folder came or went, so that it says no owner. For whoever knows that no other result is
    /// being made: it could be one that begins just now.
    /// </summary>
    internal static void RemoveUnclaimed(string target)
    {
        foreach (var folder in Directory.GetDirectories(target, ".circuitsim-*.partial").Where(f => new FileInfo(Path.Combine(f, ClaimFile)) is not { Exists: true, Length: > 0 }))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>The machine that a hidden folder was made on; null where its claim is held, or where there is none.</summary>
    private static string? MachineOf(string staging)
    {
        try
        {
            using var file = new FileStream(Path.Combine(staging, ClaimFile), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (IsFileFault(e))
        {
            return null;
        }
    }

    /// <summary>Which study the result in a folder is of, and what made it, where it says so; null where there is none, or none of this program.</summary>
    /// <exception cref="DataFileException">It cannot be read.</exception>
    public static (string? Study, string? Command)? ResultIn(string path)
    {
        var file = Path.Combine(path, LastFile);
        if (!File.Exists(file))
            return null;
        try
        {
            using var stream = File.OpenRead(file);
            using var document = JsonDocument.Parse(stream);
            return Text(document.RootElement, "schema") is { } schema && schema.StartsWith("circuitsim.result/", StringComparison.Ordinal)
                ? (Text(document.RootElement, "study"), document.RootElement.TryGetProperty("provenance", out var provenance) ? Text(provenance, "command") : null)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (Exception e) when (IsFileFault(e))
        {
            throw DataFileException.CannotWrite(path, e);
        }

        static string? Text(JsonElement parent, string name) =>
            parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    /// <summary>Writes the result.json.</summary>
    public void Write(ResultDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        last = document;
        Document = document.ToText(command);
        Write(LastFile, Document);
    }

    /// <summary>Writes one file of the result, UTF-8 with LF.</summary>
    /// <param name="name">A plain file name, or one in a folder: FOLDER/NAME.</param>
    public void Write(string name, string text)
    {
        using var writer = new StreamWriter(OpenWrite(name), new UTF8Encoding(false));
        writer.Write(text.ReplaceLineEndings("\n"));
    }

    /// <summary>Opens a file of the result for writing; the caller closes it before the commit.</summary>
    /// <param name="name">A plain file name, or one in a folder: FOLDER/NAME.</param>
    /// <exception cref="DataFileException">It cannot be written.</exception>
    public Stream OpenWrite(string name)
    {
        if (staging is null)
            return Stream.Null;
        try
        {
            var folder = Path.Combine(staging, Path.GetFileName(Path.GetDirectoryName(name) ?? ""));
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, Path.GetFileName(name)), FileMode.Create, FileAccess.Write);
        }
        catch (Exception e) when (IsFileFault(e))
        {
            throw DataFileException.CannotWrite(Path.Combine(FullPath, name), e);
        }
    }

    /// <summary>Where a file of the result is until the commit, for what can only write to a path.</summary>
    public string PathFor(string name) => Path.Combine(staging!, name);

    /// <summary>A file of a former result here, which goes when this one is put in its place, with its folder if that is empty then.</summary>
    /// <param name="name">FOLDER/NAME, or a plain file name.</param>
    public void Remove(string name) => outdated.Add(name);

    /// <summary>Puts the files in their places.</summary>
    /// <returns>The folder's full path.</returns>
    /// <exception cref="DataFileException">A file could not be put in its place; those before it are.</exception>
    public string Commit()
    {
        if (staging is null)
            return "";
        string[] names = [.. Directory.GetFiles(staging, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(staging, f)).Where(name => name != ClaimFile).Order(StringComparer.Ordinal)];
        // A folder without a result has none of its files; a result that does not say may have any.
        var isResult = ResultIn(FullPath) is not null;
        var former = isResult ? FormerFiles() : [];
        last?.Add(FilesMember, names.Where(n => n != LastFile).Select(n => n.Replace(Path.DirectorySeparatorChar, '/')));
        if (last is not null)
            Write(last);
        foreach (var name in names)
        {
            if (Kept is not null && (name == LastFile ? !isResult : former?.Contains(name) == false))
                Keep(name);
            if (name != LastFile)
                Place(name);
        }

        foreach (var name in outdated.Concat(former ?? []).Except(names))
            Delete(Path.Combine(FullPath, name));
        if (names.Contains(LastFile))
            Place(LastFile);
        return FullPath;
    }

    /// <summary>What the result that is here says that it wrote, as far as it lies in this folder or one below; null where it does not say.</summary>
    private HashSet<string>? FormerFiles()
    {
        try
        {
            using var stream = File.OpenRead(Path.Combine(FullPath, LastFile));
            using var document = JsonDocument.Parse(stream);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(FilesMember, out var files) && files.ValueKind == JsonValueKind.Array
                ? [.. files.EnumerateArray().Where(f => f.ValueKind == JsonValueKind.String).Select(f => f.GetString()!.Split('/')).Where(IsWithin).Select(f => Path.Combine(f))]
                : null;
        }
        catch (Exception e) when (e is JsonException || IsFileFault(e))
        {
            return null;
        }

        static bool IsWithin(string[] parts) => parts.Length is 1 or 2 && parts.All(p => p is not ("" or "." or "..") && p.IndexOfAny(Path.GetInvalidFileNameChars()) < 0);
    }

    /// <summary>Gives a file that stands in the way, and is not the same, a name of its own.</summary>
    private void Keep(string name)
    {
        var place = Path.Combine(FullPath, name);
        try
        {
            if (!File.Exists(place) || AtomicFile.HoldTheSame(place, Path.Combine(staging!, name)))
                return;
            var kept = Enumerable.Range(1, int.MaxValue).Select(k => k == 1 ? $"{name}.bak" : FormattableString.Invariant($"{name}.bak{k}")).First(n => !Path.Exists(Path.Combine(FullPath, n)));
            File.Move(place, Path.Combine(FullPath, kept));
            Kept!($"{name} was in {FullPath} before, and is no result's: it is {kept} now.");
        }
        catch (Exception e) when (IsFileFault(e))
        {
            throw DataFileException.CannotWrite(place, e);
        }
    }

    private void Delete(string path)
    {
        try
        {
            File.Delete(path);
            if (Path.GetDirectoryName(path) is { } folder && folder != FullPath && !Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
        }
        catch (Exception e) when (IsFileFault(e))
        {
            throw DataFileException.CannotWrite(path, e);
        }
    }

    private void Place(string name)
    {
        var place = Path.Combine(FullPath, name);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Move(Path.Combine(staging!, name), place, overwrite: true);
        }
        catch (Exception e) when (IsFileFault(e))
        {
            throw DataFileException.CannotWrite(place, e);
        }
    }

    /// <summary>Removes what is not committed, and the folders that were made for it.</summary>
    public void Dispose()
    {
        claim?.Dispose();
        if (staging is not null && Directory.Exists(staging))
            Directory.Delete(staging, recursive: true);
        foreach (var folder in created)
        {
            if (Directory.EnumerateFileSystemEntries(folder).Any())
                return;
            Directory.Delete(folder);
        }
    }

    private static bool IsFileFault(Exception e) =>
        e is IOException or UnauthorizedAccessException or System.Security.SecurityException or ArgumentException or NotSupportedException;
}
