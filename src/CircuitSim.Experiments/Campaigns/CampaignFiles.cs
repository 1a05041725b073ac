using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using CircuitSim.Experiments.Documents;
using CircuitSim.Files;
using CircuitSim.Numerics;
using CsvHelper;
using static System.FormattableString;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>
/// The files of a campaign's result, made by one pass over its shards in the order of their points, so that memory does not grow with them.
/// The caller commits the folder. points.csv and points.npz have no times in them, so that they are the same bits wherever the points ran.
/// </summary>
public static class CampaignFiles
{
    /// <summary>Name in the result.</summary>
    public const string Study = "campaign";

    private static readonly CsvWriterOptions Csv = new() { NewLine = "\n", Quoting = CsvQuoting.WhenNeededOrWhitespace };

    /// <summary>points.csv, points.npz, timing.csv, campaign.sqlite, report.html and result.json.</summary>
    /// <param name="status">Of the same folder.</param>
    /// <returns>Whether SQLite's library was there to write its file.</returns>
    public static bool Write(CampaignFolder campaign, CampaignStatus status, ResultFolder folder)
    {
        var subject = campaign.Campaign;
        var options = subject.Axes.SelectMany((axis, k) => axis.Options.Select(option => (Axis: k, option.FileKey, axis.IsNumeric))).ToList();
        var report = new CampaignReport(subject);
        var seconds = 0.0;
        using var database = CampaignDatabase.TryCreate(folder.PathFor("campaign.sqlite"));
        database?.CreateTable("points", [("point", "INTEGER PRIMARY KEY"), .. options.Select(o => (o.FileKey, o.IsNumeric ? "REAL" : "TEXT")), .. subject.Figures.Select(f => (f.Name, "REAL")), ("failed", "TEXT"), ("again", "TEXT")]);
        database?.CreateTable("timing", [("point", "INTEGER PRIMARY KEY"), ("time_s", "REAL")]);
        using (var points = CsvWriter.Create(new StreamWriter(folder.OpenWrite("points.csv"), new UTF8Encoding(false)), Csv))
        using (var timing = CsvWriter.Create(new StreamWriter(folder.OpenWrite("timing.csv"), new UTF8Encoding(false)), Csv))
        using (var columns = new Columns(folder, ["point", .. options.Select(o => o.FileKey), .. subject.Figures.Select(f => f.Name), "ok"]))
        {
            Record(points, ["point", .. options.Select(o => o.FileKey), .. subject.Figures.Select(f => f.Name), "failed", "again"]);
            Record(timing, ["point", "time_s"]);
            foreach (var row in campaign.All().SelectMany(campaign.Read))
            {
                var words = subject.WordsOf(row.Index);
                var again = row.Reason is null ? null : subject.CommandOf(row.Index);
                var given = options.Select(o => SweptOption.TextOf(words[o.Axis]) is var word && o.IsNumeric && !word.All(char.IsAsciiDigit) ? SiText.Exact(NumberOf(word)) : word).ToList();
                double?[] figures = [.. subject.Figures.Select((_, k) => row.Values?[k])];
                Record(points, [Invariant($"{row.Index}"), .. given, .. figures.Select(v => v?.ToString("R", CultureInfo.InvariantCulture) ?? ""), row.Reason ?? "", again ?? ""]);
                Record(timing, [Invariant($"{row.Index}"), Invariant($"{row.Seconds:R}")]);
                columns.Add([row.Index, .. given.Zip(options, (word, o) => o.IsNumeric ? NumberOf(word) : LevelOf(subject.Axes[o.Axis], word)), .. figures.Select(v => v ?? double.NaN), row.Reason is null ? 1 : 0]);
                database?.Add("points", [row.Index, .. given.Zip(options, (word, o) => o.IsNumeric ? (object)NumberOf(word) : word), .. figures.Select(v => (object?)v), row.Reason, again]);
                database?.Add("timing", [row.Index, row.Seconds]);
                report.Add(row, words);
                seconds += row.Seconds;
            }

            columns.Complete();
        }

        var document = Json(campaign, status).Add("timing", new JsonObject { ["points_s"] = Math.Round(seconds, 3) });
        database?.CreateTable("provenance", [("name", "TEXT PRIMARY KEY"), ("value", "TEXT")]);
        foreach (var (name, value) in new[] { ("result.json", document.ToText()), ("circuitsim", ProductVersion.Number), ("commit", ProductVersion.Commit), ("campaign", subject.Hash), ("command", subject.Subject.Command) })
            database?.Add("provenance", [name, value]);
        database?.Complete();
        folder.Write("report.html", report.Page(status).ToString());
        folder.Write(document);
        return database is not null;

        static void Record(CsvWriter csv, IEnumerable<string> fields)
        {
            foreach (var field in fields)
                csv.WriteField(field);
            csv.EndRecord();
        }
    }

    private static double NumberOf(string word) => SiText.TryParse(word, out var value) ? value : double.NaN;

    /// <summary>The place of a word in its list.</summary>
    private static double LevelOf(CampaignAxis axis, string word) => axis.Levels.Index().First(l => SweptOption.TextOf(l.Item) == word).Index;

    private static ResultDocument Json(CampaignFolder campaign, CampaignStatus status)
    {
        var subject = campaign.Campaign;
        return new ResultDocument(Study, new JsonObject(subject.Fixed.Select(o => KeyValuePair.Create(o.FileKey, (JsonNode?)SweptOption.TextOf(o.WordsOf(subject.Values))))), subject.Seed)
            .Add("runs", subject.Subject.Command)
            .Add("campaign", subject.Hash)
            .Add("design", $"{subject.Design}")
            .Add("varied", new JsonObject(subject.Axes.SelectMany(a => a.Options.Select(o => KeyValuePair.Create(o.FileKey, (JsonNode?)a.Text)))))
            .Add("figures", new JsonObject { ["points"] = status.Points, ["done"] = status.Done, ["failed"] = status.Failed })
            .Add("failures", new JsonArray([.. status.Failures.Select(f => (JsonNode?)new JsonObject { ["reason"] = f.Reason, ["points"] = f.Count, ["first"] = f.First })]));
    }

    /// <summary>The columns of points.npz: each in a file of its own until all rows are there, so that one at a time is in memory.</summary>
    private sealed class Columns : IDisposable
    {
        private readonly ResultFolder folder;
        private readonly IReadOnlyList<string> names;
        private readonly List<FileStream> files;
        private long rows;

        public Columns(ResultFolder folder, IReadOnlyList<string> names)
        {
            (this.folder, this.names) = (folder, names);
            files = [.. names.Select((_, k) => new FileStream(folder.PathFor(Invariant($"{k}.column")), FileMode.Create, FileAccess.ReadWrite))];
        }

        public void Add(IReadOnlyList<double> row)
        {
            for (var k = 0; k < files.Count; k++)
            {
                var value = row[k];
                files[k].Write(MemoryMarshal.AsBytes(new ReadOnlySpan<double>(in value)));
            }

            rows++;
        }

        public void Complete()
        {
            using var stream = folder.OpenWrite("points.npz");
            NpzFile.Write(stream, files.Select((file, k) =>
            {
                var values = new double[rows];
                file.Position = 0;
                file.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
                return new NpzArray(names[k], [(int)rows], values);
            }));
        }

        public void Dispose()
        {
            foreach (var file in files)
            {
                file.Dispose();
                File.Delete(file.Name);
            }
        }
    }
}
