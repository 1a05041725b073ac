using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CircuitSim.Experiments.Documents;
using CsvHelper;
using static System.FormattableString;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>
/// The files of a campaign's result, made by one pass over its shards in the order of their points, so that memory does not grow with them.
/// The caller commits the folder. Tables have no times in them, so that they are the same bits wherever the points ran.
/// </summary>
public static class CampaignFiles
{
    /// <summary>Name in the result.</summary>
    public const string Study = "campaign";

    private static readonly CsvWriterOptions Csv = new() { NewLine = "\n", Quoting = CsvQuoting.WhenNeededOrWhitespace };

    /// <summary>points.csv, timing.csv and result.json.</summary>
    /// <param name="status">Of the same folder.</param>
    public static void Write(CampaignFolder campaign, CampaignStatus status, ResultFolder folder)
    {
        var subject = campaign.Campaign;
        var options = subject.Axes.SelectMany((axis, k) => axis.Options.Select(option => (Axis: k, option.FileKey))).ToList();
        var seconds = 0.0;
        using (var points = CsvWriter.Create(new StreamWriter(folder.OpenWrite("points.csv"), new UTF8Encoding(false)), Csv))
        using (var timing = CsvWriter.Create(new StreamWriter(folder.OpenWrite("timing.csv"), new UTF8Encoding(false)), Csv))
        {
            Record(points, ["point", .. options.Select(o => o.FileKey), .. subject.Figures.Select(f => f.Name), "failed", "again"]);
            Record(timing, ["point", "time_s"]);
            foreach (var row in campaign.All().SelectMany(campaign.Read))
            {
                var words = subject.WordsOf(row.Index);
                Record(points,
                [
                    Invariant($"{row.Index}"), .. options.Select(o => SweptOption.TextOf(words[o.Axis])),
                    .. subject.Figures.Select((_, k) => row.Values?[k]?.ToString("R", CultureInfo.InvariantCulture) ?? ""),
                    row.Reason ?? "", row.Reason is null ? "" : subject.CommandOf(row.Index),
                ]);
                Record(timing, [Invariant($"{row.Index}"), Invariant($"{row.Seconds:R}")]);
                seconds += row.Seconds;
            }
        }

        folder.Write("result.json", Json(campaign, status).Add("timing", new JsonObject { ["points_s"] = Math.Round(seconds, 3) }).ToText());

        static void Record(CsvWriter csv, IEnumerable<string> fields)
        {
            foreach (var field in fields)
                csv.WriteField(field);
            csv.EndRecord();
        }
    }

    private static ResultDocument Json(CampaignFolder campaign, CampaignStatus status)
    {
        var subject = campaign.Campaign;
        return new ResultDocument(Study, new JsonObject(subject.Fixed.Select(o => KeyValuePair.Create(o.FileKey, (JsonNode?)SweptOption.TextOf(o.WordsOf(subject.Values))))), subject.Seed)
            .Add("command", subject.Subject.Command)
            .Add("campaign", subject.Hash)
            .Add("design", $"{subject.Design}")
            .Add("varied", new JsonObject(subject.Axes.SelectMany(a => a.Options.Select(o => KeyValuePair.Create(o.FileKey, (JsonNode?)a.Text)))))
            .Add("figures", new JsonObject { ["points"] = status.Points, ["done"] = status.Done, ["failed"] = status.Failed })
            .Add("failures", new JsonArray([.. status.Failures.Select(f => (JsonNode?)new JsonObject { ["reason"] = f.Reason, ["points"] = f.Count, ["first"] = f.First })]));
    }
}
