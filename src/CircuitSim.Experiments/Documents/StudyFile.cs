using System.Text;
using CircuitSim.Experiments.Options;
using CircuitSim.Files;

namespace CircuitSim.Experiments.Documents;

/// <summary>A study as a YAML file.</summary>
public static class StudyFile
{
    /// <summary>A study is a page of text; who writes programs that write studies stays far below.</summary>
    public const int MostBytes = 1 << 20;

    /// <param name="studies">Those that a file can name.</param>
    /// <param name="values">What stands where the file says nothing, such as the data folder.</param>
    /// <exception cref="DataFileException">It cannot be read, or is no study; names line and column.</exception>
    /// <exception cref="InvalidParameterException">An option is out of its range; names line and column.</exception>
    public static StudyDocument Read(string path, IReadOnlyList<Study> studies, StudyValues values) => Parse(path, Bytes(path, "Check the path; any study can be printed as such a file, to start from."), studies, values);

    /// <summary>The text of any YAML file, within the limits of a study.</summary>
    internal static string ReadText(string path) => TextOf(path, Bytes(path, "Check the path."));

    internal static byte[] Bytes(string path, string remedy) => DataFileException.Reading(
        path,
        () =>
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            // Not by its length, which a device does not have.
            var buffer = new byte[1 << 14];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, MostBytes + 1);
                length += stream.ReadAtLeast(buffer.AsSpan(length), buffer.Length - length, throwOnEndOfStream: false);
            }

            return buffer[..length];
        },
        remedy);

    /// <summary>The same of the bytes of a file.</summary>
    /// <inheritdoc cref="Read"/>
    public static StudyDocument Parse(string path, byte[] bytes, IReadOnlyList<Study> studies, StudyValues values)
    {
        var reader = new StudyDocumentReader(path, studies, values);
        return reader.Read(YamlReader.Read(path, TextOf(path, bytes))) with { FileName = Path.GetFileName(path), Sha256 = Sha256.TextOf(bytes) };
    }

    internal static string TextOf(string path, byte[] bytes)
    {
        if (bytes.Length > MostBytes)
            throw DataFileException.Corrupt(path, "the file is larger than 1 MB, and a page of text is wanted.");
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            throw DataFileException.Corrupt($"{path}:{1 + bytes.AsSpan(0, Math.Max(0, e.Index)).Count((byte)'\n')}:1", "this is no UTF-8 text.");
        }
    }
}
