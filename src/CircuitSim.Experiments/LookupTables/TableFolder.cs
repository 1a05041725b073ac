using System.Text;
using CircuitSim.Files;
using CircuitSim.LookupTables;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>
/// Tables as a folder that other tools load from: <c>tables.npz</c> and a CSV file for each table, a folder for each format, a
/// README.md that says how each tool loads its files, and SHA256SUMS, which <c>sha256sum -c</c> reads, too.
/// </summary>
public static class TableFolder
{
    public const string NativeName = "tables.npz", SumsName = "SHA256SUMS", ReadmeName = "README.md";

    /// <summary>Tables with more values than this are not written as text [values].</summary>
    private const int MostCsvValues = 4_000_000;

    /// <summary>The tables of a folder, or of its <c>tables.npz</c>.</summary>
    /// <exception cref="DataFileException">Missing, unreadable, or no such tables.</exception>
    public static TableSet Read(string path) => TableSetFile.Read(FileOf(path));

    /// <summary>The file that a folder of tables holds, or the path itself.</summary>
    public static string FileOf(string path) => Directory.Exists(path) ? Path.Combine(path, NativeName) : path;

    /// <summary>
    /// Writes all of it; what a format cannot hold, or its tool would refuse, is left out and returned, by format. What a former run
    /// wrote here, of other formats and tables, goes with the commit unless it was changed since.
    /// </summary>
    /// <param name="folder">The caller adds result.json and report, and commits.</param>
    /// <param name="attachments">Files beside the tables.</param>
    public static IReadOnlyList<(ITableFormat Format, string Reason)> Write(TableSet set, IReadOnlyList<ITableFormat> formats, ResultFolder folder, params IReadOnlyList<TableAttachment> attachments)
    {
        var (sums, refused, written) = (new StringBuilder(), new List<(ITableFormat, string)>(), new List<(ITableFormat Format, IReadOnlyList<FormatDocument> Files)>());
        using (var native = new MemoryStream())
        {
            TableSetFile.Write(native, set);
            Add(NativeName, native.ToArray());
        }

        foreach (var table in set.Tables.Where(t => t.Values.Length <= MostCsvValues))
        {
            using var text = new StringWriter();
            TableSetFile.WriteCsv(text, table);
            Add($"{table.Key}.csv", Encoding.UTF8.GetBytes(text.ToString()));
        }

        foreach (var format in formats)
        {
            try
            {
                var files = format.Write(set);
                if (format.Faults(files.ToDictionary(f => f.Name, f => f.Content)) is [var fault, ..])
                    throw InvalidParameterException.Because("formats", $"the tool would refuse what these tables make: {fault}");
                written.Add((format, files));
            }
            catch (InvalidParameterException e)
            {
                refused.Add((format, e.Message));
                continue;
            }

            foreach (var file in written[^1].Files)
                Add($"{format.Word}/{file.Name}", file.Content);
        }

        foreach (var attachment in attachments)
            Stream(attachment.Name, attachment.Write);
        Add(ReadmeName, Encoding.UTF8.GetBytes(Readme(set, written, refused, attachments)));
        folder.Write(SumsName, sums.ToString());
        foreach (var name in TableFolderCheck.Unchanged(folder.FullPath).Where(n => IsOfTables(folder.FullPath, n)))
            folder.Remove(name);
        return refused;

        void Add(string name, ReadOnlyMemory<byte> content) => Stream(name, output => output.Write(content.Span));

        void Stream(string name, Action<Stream> write)
        {
            var hash = new Sha256();
            using (var output = new HashedStream(folder.OpenWrite(name), hash))
                write(output);
            sums.Append(hash.FinishText()).Append("  ").Append(name).Append('\n');
        }
    }

    /// <summary>A file in a format's folder, or the text of a table, whose header ends with its name; others may be the user's, who may vouch for them, too.</summary>
    private static bool IsOfTables(string folder, string name) => name.Split('/') is [var word, _]
        ? TableFormats.All.Any(f => f.Word == word)
        : Path.GetExtension(name) == ".csv" && File.ReadLines(Path.Combine(folder, name)).First().EndsWith("," + Path.GetFileNameWithoutExtension(name), StringComparison.Ordinal);

    private static string Readme(TableSet set, IReadOnlyList<(ITableFormat Format, IReadOnlyList<FormatDocument> Files)> written, IReadOnlyList<(ITableFormat Format, string Reason)> refused, IReadOnlyList<TableAttachment> attachments)
    {
        var text = new StringBuilder($"# {set.Provenance.Source}\n\nWritten by CircuitSim {set.Provenance.Version}, seed {set.Provenance.Seed}. `sha256sum -c {SumsName}` checks the files, `circuitsim lut check` also what each tool would refuse.\n\n");
        foreach (var flag in set.Flags)
            text.Append($"**{flag.Id}**: {flag.Text}\n\n");
        text.Append($"## Native\n\n`{NativeName}`: `numpy.load` gives one array per axis and table (units at the end of their names) and `meta.json` with their titles, units and origin.\nOne CSV file per table, in long form, for everything else.\n\n");
        text.Append("| table | unit | axes | what |\n|---|---|---|---|\n");
        foreach (var table in set.Tables)
            text.Append($"| `{table.Key}` | {table.Unit} | {string.Join(" × ", table.Axes.Select(a => $"{a.Key} ({a.Count})"))} | {table.Title} |\n");
        foreach (var attachment in attachments)
            text.Append($"\n## {attachment.Title}\n\n`{attachment.Name}`: {string.Join("\n", attachment.Loading)}\n");
        foreach (var (format, files) in written)
            text.Append($"\n## {format.Title}\n\n`{format.Word}/`: {string.Join(", ", files.Select(f => $"`{f.Name}`"))}\n\n{string.Join("\n", format.Loading)}\n");
        foreach (var (format, reason) in refused)
            text.Append($"\n## {format.Title}: left out\n\n{reason}\n");
        return text.ToString();
    }

    /// <summary>A file that is hashed as it is written.</summary>
    private sealed class HashedStream(Stream file, Sha256 hash) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            hash.Append(buffer);
            file.Write(buffer);
        }

        public override void Flush() => file.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                file.Dispose();
            base.Dispose(disposing);
        }
    }
}
