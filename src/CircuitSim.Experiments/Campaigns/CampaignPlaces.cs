using CircuitSim.Experiments.Documents;
using CircuitSim.Experiments.Figures;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>Where the points of a campaign lie on one of its axes, in a figure: at the values of a list, or in equal parts of a range.</summary>
internal sealed class CampaignPlaces
{
    /// <summary>Values of a list that are shown one by one.</summary>
    private const int MostValues = 24;

    private const int Parts = 12;

    private readonly CampaignAxis axis;
    private readonly Dictionary<string, int>? levels;
    private readonly double from, to;
    private readonly bool isLogarithmic;

    public CampaignPlaces(CampaignAxis axis)
    {
        this.axis = axis;
        if (axis.Kind == CampaignAxisKind.List && (axis.Levels.Count <= MostValues || !axis.IsNumeric))
        {
            var words = axis.Levels.Select(SweptOption.TextOf).Distinct().ToList();
            levels = words.Index().ToDictionary(w => w.Item, w => w.Index);
            Values = [.. words.Select((w, k) => axis.IsNumeric ? NumberOf(w) : k + 1)];
            Labels = [.. words.Select(w => axis.IsNumeric ? FigureAxis.Number(NumberOf(w)) : CampaignAxis.NameOf(w))];
            return;
        }

        double[] ends = axis.Kind == CampaignAxisKind.List ? [.. axis.Levels.Select(l => NumberOf(l[0]))] : [axis.Bounds.From, axis.Bounds.To];
        (from, to, isLogarithmic) = (ends.Min(), ends.Max(), axis.Bounds.IsLogarithmic);
        Values = [.. Enumerable.Range(0, Parts).Select(k => OptionReader.Between(from, to, (k + 0.5) / Parts, isLogarithmic))];
        Labels = [.. Values.Select(FigureAxis.Number)];
    }

    /// <summary>Of each place.</summary>
    public IReadOnlyList<double> Values { get; }

    public IReadOnlyList<string> Labels { get; }

    public string Name => axis.Name;

    public FigureAxis FigureAxis => new(axis.Name, Scale: levels is not null ? FigureScale.Ordinal : isLogarithmic ? FigureScale.Logarithmic : FigureScale.Linear);

    /// <summary>Whether places lie on an axis of numbers.</summary>
    public bool IsOrdered => levels is null || axis.IsNumeric;

    /// <summary>What a label says, where each place is a part of a range.</summary>
    public string Remark => levels is null ? $" {axis.Name} is that of the middle of each of {Parts} equal parts." : "";

    /// <summary>Which word stands for which number, where words do not lie on an axis.</summary>
    public string Legend => levels is null || axis.IsNumeric ? "" : $" {axis.Name}: {string.Join(", ", Labels.Select((l, k) => Invariant($"{k + 1} {l}")))}.";

    public int At(IReadOnlyList<string> words) => levels is not null ? levels[SweptOption.TextOf(words)]
        : (int)Math.Clamp((isLogarithmic ? Math.Log(NumberOf(words[0]) / from) / Math.Log(to / from) : (NumberOf(words[0]) - from) / (to - from)) * Parts, 0, Parts - 1);

    private static double NumberOf(string word) => SiText.TryParse(word, out var value) ? value : double.NaN;
}
