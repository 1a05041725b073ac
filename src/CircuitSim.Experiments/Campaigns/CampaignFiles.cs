using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using CircuitSim.Experiments.Documents;
using CircuitSim.Files;
using CircuitSim.Numerics;
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

    /// <summary>Of a point, where no figure can have the name, and where one might.</summary>
    private const string Time = "time_s", TimeInPoints = "time_of_point_s";

    /// <summary>points.csv, points.npz, timing.csv, campaign.sqlite, report.html and result.json.</summary>
    /// <param name="status">Of the same folder.</param>
    /// <returns>Whether SQLite's library was there to write its file.</returns>
    public static bool Write(CampaignFolder campaign, CampaignStatus status, ResultFolder folder)
    {
        var subject = campaign.Campaign;
        var options = subject.Axes.SelectMany((axis, k) => axis.Options.Select(option => new Option(option.FileKey, axis, k))).ToList();
        IReadOnlyList<string> names = [.. options.Select(o => o.Key), .. subject.Figures.Select(f => f.Name)];
        var report = new CampaignReport(subject);
        var seconds = 0.0;
        using var database = CampaignDatabase.TryCreate(folder.PathFor("campaign.sqlite"));
        var rows = database?.CreateTable("points", [("point", "INTEGER PRIMARY KEY"), .. options.Select(o => (o.Key, o.IsNumeric ? "REAL" : "TEXT")), .. subject.Figures.Select(f => (f.Name, "REAL")), ("failed", "TEXT"), ("again", "TEXT"), (TimeInPoints, "REAL")]);
        database?.CreateView("timing", "points", ("point", "point"), (TimeInPoints, Time));
        using (var points = new CampaignTable(folder.OpenWrite("points.csv")))
        using (var timing = new CampaignTable(folder.OpenWrite("timing.csv")))
        using (var columns = new Columns(folder, ["point", .. names, "ok"]))
        {
            points.Record(["point", .. names, "failed", "again"]);
            timing.Record(["point", Time]);
            // Rows stay the bytes they are: objects for each would be a fifth of the merge.
            var values = new double[subject.Figures.Count];
            var (point, garbage) = (new CampaignPoint(subject), new CampaignGarbage());
            foreach (var memory in campaign.Rows())
            {
                var row = memory.Span;
                var (index, time) = (CampaignBlock.IndexOf(row), CampaignBlock.SecondsOf(row));
                point.MoveTo(index);
                var reason = CampaignBlock.ReasonOf(row);
                var again = reason is null ? null : subject.CommandOf(index);
                points.Add(index);
                columns.Add(index);
                rows?.Add(index);
                foreach (var option in options)
                {
                    var number = option.Write(point, points);
                    columns.Add(number);
                    if (option.IsNumeric)
                        rows?.Add(number);
                    else
                        rows?.Add(option.Texts[point.LevelOn(option.Axis)]);
                }

                for (var k = 0; k < values.Length; k++)
                {
                    var value = values[k] = reason is null ? CampaignBlock.ValueOf(row, k) : double.NaN;
                    columns.Add(value);
                    if (double.IsNaN(value))
                        points.Add("");
                    else
                        points.Add(value);
                    rows?.Add(value);
                }

                points.Add(reason);
                points.Add(again);
                points.EndRecord();
                columns.Add(reason is null ? 1 : 0);
                rows?.Add(reason);
                rows?.Add(again);
                rows?.Add(time);
                rows?.EndRow();
                timing.Add(index);
                timing.Add(time);
                timing.EndRecord();
                seconds += time;
                if (reason is null)
                    report.Add(index, values, point);
                else
                    garbage.Collect();
            }

            columns.Complete();
        }

        var document = Json(campaign, status).Add("timing", new JsonObject { ["points_s"] = Math.Round(seconds, 3) });
        var provenance = database?.CreateTable("provenance", [("name", "TEXT PRIMARY KEY"), ("value", "TEXT")]);
        foreach (var (name, value) in new[] { ("result.json", document.ToText()), ("circuitsim", ProductVersion.Number), ("commit", ProductVersion.Commit), ("campaign", subject.Hash), ("command", subject.Subject.Command) })
        {
            provenance?.Add(name);
            provenance?.Add(value);
            provenance?.EndRow();
        }

        database?.Complete();
        folder.Write("report.html", report.Page(status).ToString());
        folder.Write(document);
        return database is not null;
    }

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

    /// <summary>What a table says of an option.</summary>
    private sealed class Option
    {
        /// <summary>Of each value of a list: its number, or else the place of a word.</summary>
        private readonly double[] numbers;

        /// <param name="place">Of its axis.</param>
        public Option(string key, CampaignAxis axis, int place)
        {
            (Key, Axis, IsNumeric) = (key, place, axis.IsNumeric);
            string[] words = [.. axis.Levels.Select(SweptOption.TextOf)];
            numbers = [.. words.Select(word => IsNumeric ? NumberOf(word) : Array.IndexOf(words, word))];
            Texts = [.. words.Zip(numbers, (word, number) => !IsNumeric || IsWhole(word) ? word : SiText.Exact(number))];
        }

        public string Key { get; }

        public int Axis { get; }

        public bool IsNumeric { get; }

        /// <summary>Of each value of a list.</summary>
        public IReadOnlyList<string> Texts { get; }

        /// <summary>Puts its text where a point lies into a table, and gives its number.</summary>
        public double Write(CampaignPoint point, CampaignTable table)
        {
            if (point.LevelOn(Axis) is >= 0 and var level)
            {
                table.Add(Texts[level]);
                return numbers[level];
            }

            var word = point.DrawnOn(Axis);
            var number = NumberOf(word);
            if (IsWhole(word))
                table.Add(word);
            else
                table.Add(number);
            return number;
        }

        private static double NumberOf(ReadOnlySpan<char> word) => SiText.TryParseTyped(word, out var value) ? value : double.NaN;

        private static bool IsWhole(ReadOnlySpan<char> word) => !word.ContainsAnyExceptInRange('0', '9');
    }

    /// <summary>The columns of points.npz: where they are long, each in a file of its own until all rows are there, so that a part of one at a time is in memory.</summary>
    private sealed class Columns(ResultFolder folder, IReadOnlyList<string> names) : IDisposable
    {
        /// <summary>Values of all columns that are in memory.</summary>
        private const int Most = 1 << 15;

        private readonly double[][] values = [.. names.Select(_ => GC.AllocateUninitializedArray<double>(Math.Max(1, Most / names.Count)))];
        private readonly FileStream?[] files = new FileStream?[names.Count];
        private long rows;
        private int column, held;

        /// <summary>The value of the next column, of the next row behind the last.</summary>
        public void Add(double value)
        {
            values[column++][held] = value;
            if (column < names.Count)
                return;
            (column, rows) = (0, rows + 1);
            if (++held == values[0].Length)
                Spill();
        }

        public void Complete()
        {
            if (rows > held)
                Spill();
            using var stream = folder.OpenWrite("points.npz");
            NpzFile.WriteColumns(stream, names.Select((name, k) => new NpzColumn(name, (int)rows, files[k] is { } file ? Parts(file, values[k]) : [values[k].AsMemory(0, held)])));
        }

        public void Dispose()
        {
            foreach (var file in files)
            {
                file?.Dispose();
                if (file is not null)
                    File.Delete(file.Name);
            }
        }

        private void Spill()
        {
            for (var k = 0; k < files.Length; k++)
            {
                files[k] ??= new FileStream(folder.PathFor(Invariant($"{k}.column")), FileMode.Create, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
                files[k]!.Write(MemoryMarshal.AsBytes(values[k].AsSpan(0, held)));
            }

            held = 0;
        }

        private static IEnumerable<ReadOnlyMemory<double>> Parts(FileStream file, double[] part)
        {
            file.Position = 0;
            for (var left = file.Length / sizeof(double); left > 0;)
            {
                var some = part.AsMemory(0, (int)Math.Min(left, part.Length));
                file.ReadExactly(MemoryMarshal.AsBytes(some.Span));
                left -= some.Length;
                yield return some;
            }
        }
    }
}
