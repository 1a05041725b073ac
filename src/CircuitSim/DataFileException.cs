using System.Globalization;
using CircuitSim.Files;

namespace CircuitSim;

/// <summary>A file that cannot be read, written or trusted: names the path, the fault and the remedy.</summary>
public sealed class DataFileException : CircuitSimException
{
    private DataFileException(string path, string message, Exception? inner = null)
        : base(message, inner) => Path = path;

    public string Path { get; }

    /// <summary>A stranger's word as a fault may show it: in one line, however long it is, and nothing in it that moves a cursor.</summary>
    public static string Shown(string word)
    {
        const int Most = 40;
        var shown = word.Length <= Most ? word : $"{word.AsSpan(0, char.IsHighSurrogate(word[Most - 1]) ? Most - 1 : Most)}…";
        return string.Concat(shown.Select(c => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? '?' : c));
    }

    public static DataFileException NotFound(string path, string remedy) =>
        new(path, $"{path}: no such file. {remedy}");

    /// <summary>Reads a file; what goes wrong on the way to its bytes becomes a fault that names it.</summary>
    /// <param name="remedy">Where there is no such file.</param>
    /// <exception cref="DataFileException">Missing, or unreadable.</exception>
    public static T Reading<T>(string path, Func<T> read, string remedy = "Check the path.")
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw NotFound(path, remedy);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && NamedFile.IsFolder(path))
        {
            throw IsFolder(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw CannotRead(path, e);
        }
    }

    public static DataFileException WrongHash(string path, string expectedSha256, string actualSha256, string remedy) =>
        new(path, $"{path}: sha256 is {actualSha256}, expected {expectedSha256}; the file is not the one that results refer to. {remedy}");

    public static DataFileException Corrupt(string path, string what, Exception? inner = null) =>
        new(path, $"{path}: {what}", inner);

    public static DataFileException CannotRead(string path, Exception inner) =>
        new(path, $"{path}: cannot be read: {inner.Message}", inner);

    /// <summary>Where a file is wanted.</summary>
    public static DataFileException IsFolder(string path, Exception? inner = null) =>
        new(path, $"{path}: cannot be read: it is a folder. Name a file in it.", inner);

    public static DataFileException CannotWrite(string path, Exception inner) =>
        new(path, $"{path}: cannot be written: {inner.Message} Choose another folder.", inner);
}
