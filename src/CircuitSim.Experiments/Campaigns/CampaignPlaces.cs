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

    /// <summary>Of each value of a list.</summary>
    private readonly int[] placeOfLevel;

    /// <summary>Whether each value of a list has a place of its own.</summary>
    private readonly bool areValues;
    private readonly double from, to;
    private readonly bool isLogarithmic;

    public CampaignPlaces(CampaignAxis axis)
    {
        this.axis = axis;
        if (axis.Kind == CampaignAxisKind.List && (axis.Levels.Count <= MostValues || !axis.IsNumeric))
        {
            var words = axis.Levels.Select(SweptOption.TextOf).Distinct().ToList();
            var places = words.Index().ToDictionary(w => w.Item, w => w.Index);
            (areValues, placeOfLevel) = (true, [.. axis.Levels.Select(l => places[SweptOption.TextOf(l)])]);
            Values = [.. words.Select((w, k) => axis.IsNumeric ? NumberOf(w) : k + 1)];
            Labels = [.. words.Select(w => axis.IsNumeric ? FigureAxis.Number(NumberOf(w)) : CampaignAxis.NameOf(w))];
            return;
        }

        double[] ends = axis.Kind == CampaignAxisKind.List ? [.. axis.Levels.Select(l => NumberOf(l[0]))] : [axis.Bounds.From, axis.Bounds.To];
        (from, to, isLogarithmic) = (ends.Min(), ends.Max(), axis.Bounds.IsLogarithmic);
        Values = [.. Enumerable.Range(0, Parts).Select(k => OptionReader.Between(from, to, (k + 0.5) / Parts, isLogarithmic))];
        Labels = [.. Values.Select(FigureAxis.Number)];
        placeOfLevel = [.. axis.Levels.Select(l => PartOf(NumberOf(l[0])))];
    }

    /// <summary>Of each place.</summary>
    public IReadOnlyList<double> Values { get; }

    public IReadOnlyList<string> Labels { get; }

    public string Name => axis.Name;

    public FigureAxis FigureAxis => new(axis.Name, Scale: areValues ? FigureScale.Ordinal : isLogarithmic ? FigureScale.Logarithmic : FigureScale.Linear);

    /// <summary>Whether places lie on an axis of numbers.</summary>
    public bool IsOrdered => !areValues || axis.IsNumeric;

    /// <summary>What a label says, where each place is a part of a range.</summary>
    public string Remark => !areValues ? $" {axis.Name} is that of the middle of each of {Parts} equal parts." : "";

    /// <summary>Which word stands for which number, where words do not lie on an axis.</summary>
    public string Legend => !areValues || axis.IsNumeric ? "" : $" {axis.Name}: {string.Join(", ", Labels.Select((l, k) => Invariant($"{k + 1} {l}")))}.";

    /// <param name="level">In the list of the axis; −1 where the value is drawn.</param>
    public int At(int level, ReadOnlySpan<char> drawn) => level >= 0 ? placeOfLevel[level] : PartOf(NumberOf(drawn));

    private int PartOf(double value) => (int)Math.Clamp((isLogarithmic ? Math.Log(value / from) / Math.Log(to / from) : (value - from) / (to - from)) * Parts, 0, Parts - 1);

    private static double NumberOf(ReadOnlySpan<char> word) => SiText.TryParseTyped(word, out var value) ? value : double.NaN;
}
