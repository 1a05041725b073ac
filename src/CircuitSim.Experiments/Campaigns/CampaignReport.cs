using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Reports;
using static System.FormattableString;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>The page of a campaign, from one pass over its rows: what each figure comes to over each option, over two of them at once, and its ends.</summary>
internal sealed class CampaignReport
{
    /// <summary>Rows at either end of a figure that are listed.</summary>
    private const int Ends = 5;

    private const int Bins = 30;

    /// <summary>Columns of a map whose cells show their numbers.</summary>
    private const int MostWideColumns = 9;

    private readonly Campaign campaign;
    private readonly List<(CampaignPlaces Places, int Axis)> axes;

    /// <summary>Of each figure: all of it, and by the places of each axis and of the first two.</summary>
    private readonly CampaignSample[] whole;

    private readonly CampaignSample[][][] byAxis;
    private readonly CampaignSample[][] byPair;
    private readonly PriorityQueue<long, double>[] least, greatest;

    /// <summary>Of the row under way, by axis.</summary>
    private readonly int[] placesOfRow;

    public CampaignReport(Campaign campaign)
    {
        this.campaign = campaign;
        axes = [.. campaign.Axes.Index().Where(a => a.Item.Kind != CampaignAxisKind.Seeds && a.Item.Options[0] is not SeedOption && a.Item.Count + (a.Item.Kind == CampaignAxisKind.Bounds ? 1 : 0) > 1).Select(a => (new CampaignPlaces(a.Item), a.Index))];
        placesOfRow = new int[axes.Count];
        static CampaignSample[] Samples(int count) => [.. Enumerable.Range(0, count).Select(_ => new CampaignSample())];
        // A map shows means alone, and has as many places as two axes together.
        static CampaignSample[] Means(int count) => [.. Enumerable.Range(0, count).Select(_ => new CampaignSample(most: 0))];
        whole = Samples(campaign.Figures.Count);
        byAxis = [.. campaign.Figures.Select(_ => axes.Select(a => Samples(a.Places.Values.Count)).ToArray())];
        byPair = [.. campaign.Figures.Select(_ => axes.Count > 1 ? Means(axes[0].Places.Values.Count * axes[1].Places.Values.Count) : [])];
        (least, greatest) = ([.. campaign.Figures.Select(_ => new PriorityQueue<long, double>())], [.. campaign.Figures.Select(_ => new PriorityQueue<long, double>())]);
    }

    /// <summary>The next row that has figures.</summary>
    /// <param name="values">NaN for one that it has not.</param>
    /// <param name="point">Where it lies.</param>
    public void Add(long index, ReadOnlySpan<double> values, CampaignPoint point)
    {
        for (var a = 0; a < placesOfRow.Length; a++)
            placesOfRow[a] = axes[a].Places.At(point.LevelOn(axes[a].Axis), point.DrawnOn(axes[a].Axis));
        for (var f = 0; f < values.Length; f++)
        {
            var value = values[f];
            if (double.IsNaN(value))
                continue;
            whole[f].Add(value);
            for (var a = 0; a < placesOfRow.Length; a++)
                byAxis[f][a][placesOfRow[a]].Add(value);
            if (placesOfRow.Length > 1)
                byPair[f][placesOfRow[0] * axes[1].Places.Values.Count + placesOfRow[1]].Add(value);
            Keep(least[f], index, -value);
            Keep(greatest[f], index, value);
        }
    }

    public HtmlReport Page(CampaignStatus status)
    {
        var report = new HtmlReport(campaign.Title).Paragraph(Invariant($"{campaign.Subject.Command} at {campaign.Points} points, {DesignText}. {status.Sentence}"));
        report.Table("Figures of all points", ReadableTable.Of(campaign.Figures.Zip(whole, (f, s) => (Figure: f, Sample: s)).Where(x => x.Sample.Count > 0),
            ("figure", x => $"{x.Figure.Name}"), ("points", x => $"{x.Sample.Count}"), ("least", x => $"{FigureAxis.Number(x.Sample.Least)}"), ("mean", x => $"{FigureAxis.Number(x.Sample.Mean)}"),
            ("standard deviation", x => $"{FigureAxis.Number(x.Sample.Deviation)}"), ("greatest", x => $"{FigureAxis.Number(x.Sample.Greatest)}")));
        for (var f = 0; f < campaign.Figures.Count; f++)
        {
            var name = campaign.Figures[f].Name;
            report.Heading(name);
            if (whole[f].Count == 0)
                report.Paragraph("No point has it.");
            else if (whole[f].Least == whole[f].Greatest)
                report.Paragraph(Invariant($"It is {FigureAxis.Number(whole[f].Least)} at every point."));
            else
                Draw(report, f, name);
        }

        if (status.Failures.Count > 0)
            report.Heading("Points that failed").Table("By reason, and the first of each", status.Reasons(campaign));
        return report.Paragraph($"Campaign {campaign.Hash[..12]}. CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}, seed {Invariant($"{campaign.Seed}")}.");
    }

    private string DesignText => campaign.Design switch
    {
        CampaignDesign.Random => "drawn at random",
        CampaignDesign.LatinHypercube => "a Latin hypercube",
        _ => "a grid",
    };

    private void Draw(HtmlReport report, int f, string name)
    {
        if (axes.Count == 0)
        {
            var kept = whole[f].Kept;
            report.Figure(new HistogramFigure
            {
                Id = Invariant($"figure_{f}"),
                Description = $"How {name} scatters.",
                Values = kept,
                Value = new FigureAxis(name, Least: whole[f].Least, Greatest: whole[f].Greatest),
                Bins = Bins,
                CountLabel = "points",
            }.ToSvg(), Invariant($"{name} of {kept.Count} of the {whole[f].Count} points."));
        }

        for (var a = 0; a < axes.Count; a++)
        {
            var places = axes[a].Places;
            var samples = places.Values.Zip(places.Labels, byAxis[f][a]).Where(p => p.Third.Count > 0).OrderBy(p => p.First).ToList();
            var (id, description) = (Invariant($"figure_{f}_over_{a}"), $"{name} over {places.Name}.");
            if (samples.All(p => p.Third.Count == 1))
            {
                report.Figure(new LineFigure
                {
                    Id = id,
                    Description = description,
                    XAxis = places.FigureAxis,
                    YAxis = new FigureAxis(name),
                    Series = [new FigureSeries(name, [.. samples.Select(p => (p.First, p.Third.Mean))])],
                }.ToSvg(), $"{description}{places.Legend}");
                continue;
            }

            report.Figure(new BoxFigure { Id = id, Description = description, Label = places.Name, Value = new FigureAxis(name), Boxes = [.. samples.Select(p => p.Third.Box(p.Second))], IsOrdered = places.IsOrdered }.ToSvg(),
                $"{name} over {places.Name}, whatever the others are. A box holds half of the points, its whiskers nine of ten (5 to 95 %), dots are the ends; the line is the median, the ring the mean.{places.Remark}");
        }

        if (axes.Count > 1)
            Map(report, f, name);
        report.Table($"Ends of {name}", ["end", name, "point", "again"], [.. EndsOf(least[f], "least", -1), .. EndsOf(greatest[f], "greatest", 1)]);
    }

    private void Map(HtmlReport report, int f, string name)
    {
        var (rows, columns) = (axes[0].Places, axes[1].Places);
        if (byPair[f].Any(s => s.Count == 0))
        {
            report.Paragraph($"Not every pair of {rows.Name} and {columns.Name} has a point, so there is no map of them.");
            return;
        }

        report.Figure(new MapFigure
        {
            Id = Invariant($"figure_{f}_map"),
            Description = $"{name} over {rows.Name} and {columns.Name}.",
            Rows = rows.Values.Count,
            Columns = columns.Values.Count,
            Values = [.. byPair[f].Select(s => s.Mean)],
            RowAxis = new FigureAxis(rows.Name),
            ColumnAxis = new FigureAxis(columns.Name),
            Labels = (rows.Labels, columns.Labels),
            // Wide enough for a number of five digits; of many columns, hovering says it.
            Cell = (columns.Values.Count <= MostWideColumns ? 76 : 48, Math.Max(28, 100.0 / rows.Values.Count)),
            Value = new FigureAxis($"mean of {name}"),
            ShowValues = columns.Values.Count <= MostWideColumns,
        }.ToSvg(), $"Mean of {name} over {rows.Name} and {columns.Name}, whatever the others are.{rows.Remark}{columns.Remark}");
    }

    private IEnumerable<IReadOnlyList<string>> EndsOf(PriorityQueue<long, double> queue, string word, double sign) =>
        queue.UnorderedItems.OrderByDescending(i => i.Priority).ThenBy(i => i.Element).Select(i => (IReadOnlyList<string>)[word, FigureAxis.Number(sign * i.Priority), Invariant($"{i.Element}"), campaign.CommandOf(i.Element)]);

    /// <summary>The greatest ones, the first of equal ones.</summary>
    private static void Keep(PriorityQueue<long, double> queue, long index, double priority)
    {
        if (queue.Count < Ends)
            queue.Enqueue(index, priority);
        else if (queue.TryPeek(out _, out var lowest) && priority > lowest)
            queue.DequeueEnqueue(index, priority);
    }
}
