using System.Globalization;
using System.Xml.Linq;
using static CircuitSim.Experiments.Reports.SvgNumber;

namespace CircuitSim.Experiments.Reports;

/// <summary>
/// A matrix as coloured cells with a colour bar. Every cell carries its datum in <c>data-row</c>, <c>data-column</c>
/// and <c>data-value</c>.
/// </summary>
public sealed record HeatMapFigure
{
    /// <summary>Of a logarithmic scale: more would spend the colours on noise.</summary>
    public const int MostDecades = 6;

    private const double Left = 66, Bottom = 52, BarGap = 24, BarWidth = 16, BarLabel = 96;

    /// <summary>Name of the figure in the page, also the table of the result that holds its data.</summary>
    public required string Id { get; init; }

    public required string Description { get; init; }

    public required int Rows { get; init; }

    public required int Columns { get; init; }

    /// <summary>[rows × columns], row-major, in the unit of <see cref="ValueLabel"/>.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    public required string RowLabel { get; init; }

    public required string ColumnLabel { get; init; }

    /// <summary>Quantity with its unit, beside the colour bar.</summary>
    public required string ValueLabel { get; init; }

    /// <summary>What stands at each row [rows]; null: its number.</summary>
    public IReadOnlyList<string>? RowTicks { get; init; }

    /// <summary>What stands under each column [columns]; null: its number.</summary>
    public IReadOnlyList<string>? ColumnTicks { get; init; }

    /// <summary>Width and height of a cell in pixels.</summary>
    public (double Width, double Height) Cell { get; init; } = (12, 6);

    /// <summary>Whether each cell shows its number.</summary>
    public bool ShowValues { get; init; }

    /// <summary>
    /// Colours follow the logarithm, from the least positive value (but over at most <see cref="MostDecades"/>) to the
    /// largest; smaller values, zero among them, have the lowest colour.
    /// </summary>
    public bool IsLogarithmic { get; init; }

    /// <exception cref="InvalidParameterException">A logarithmic scale without any value above zero.</exception>
    public XElement ToSvg()
    {
        var (width, height) = (Columns * Cell.Width, Rows * Cell.Height);
        var (low, high) = IsLogarithmic ? LogarithmicRange() : (Math.Min(0, Values.Min()), Values.Max());
        double Share(double value) => IsLogarithmic
            ? high > low && value > low ? Math.Log(value / low) / Math.Log(high / low) : 0
            : high > low ? (value - low) / (high - low) : 0;
        return Svg.Root(Id, Description, Left + width + BarGap + BarWidth + BarLabel, Top + height + Math.Max(Bottom, Top), [
            .. Enumerable.Range(0, Rows * Columns).SelectMany(k => DrawCell(k / Columns, k % Columns, Values[k], Share(Values[k]))),
            .. Ticks(Columns).Select(j => Svg.Text(Left + (j + 0.5) * Cell.Width, Top + height + 16, ColumnTick(j), "tick", "middle")),
            .. Ticks(Rows).Select(i => Svg.Text(Left - 6, Top + (i + 0.5) * Cell.Height + 4, RowTick(i), "tick", "end")),
            Svg.Text(Left + width / 2, Top + height + 38, ColumnLabel, "label", "middle"),
            Svg.VerticalText(16, Top + height / 2, RowLabel),
            .. Bar(Left + width + BarGap, height, low, high),
        ]);
    }

    /// <summary>What stands above the map: more than a margin if a label along its height is longer than it.</summary>
    private double Top => 16 + Math.Max(0, (Svg.LabelWidth(ValueLabel.Length > RowLabel.Length ? ValueLabel : RowLabel) - Rows * Cell.Height) / 2);

    private string RowTick(int row) => RowTicks is null ? Short(row) : RowTicks[row];

    private string ColumnTick(int column) => ColumnTicks is null ? Short(column) : ColumnTicks[column];

    private (double Low, double High) LogarithmicRange()
    {
        var high = Values.Max();
        if (!(high > 0))
            throw InvalidParameterException.Because(Id, $"figure {Id} has no value above zero; draw it on a linear scale.");
        return (Math.Max(Values.Where(v => v > 0).Min(), high * Math.Pow(10, -MostDecades)), high);
    }

    private IEnumerable<XElement> DrawCell(int row, int column, double value, double share)
    {
        var (x, y) = (Left + column * Cell.Width, Top + row * Cell.Height);
        yield return new XElement(Svg.Ns + "rect",
            new XAttribute("x", Pixel(x)), new XAttribute("y", Pixel(y)),
            new XAttribute("width", Pixel(Cell.Width)), new XAttribute("height", Pixel(Cell.Height)),
            new XAttribute("fill", SvgPalette.Shade(share)),
            new XAttribute("data-row", row), new XAttribute("data-column", column), new XAttribute("data-value", Exact(value)),
            Svg.Title($"{RowLabel} {RowTick(row)}, {ColumnLabel} {ColumnTick(column)}: {Short(value)}"));
        if (ShowValues)
        {
            var text = Svg.Text(x + Cell.Width / 2, y + Cell.Height / 2 + 4, Short(value), "value", "middle");
            text.Add(new XAttribute("fill", SvgPalette.Ink(share)));
            yield return text;
        }
    }

    private IEnumerable<XElement> Bar(double x, double height, double low, double high)
    {
        const int Steps = 40;
        for (var k = 0; k < Steps; k++)
        {
            yield return new XElement(Svg.Ns + "rect",
                new XAttribute("x", Pixel(x)), new XAttribute("y", Pixel(Top + height * (Steps - 1 - k) / Steps)),
                new XAttribute("width", Pixel(BarWidth)), new XAttribute("height", Pixel(height / Steps + 0.5)),
                new XAttribute("fill", SvgPalette.Shade((k + 0.5) / Steps)));
        }

        foreach (var share in BarTicks(low, high))
            yield return Svg.Text(x + BarWidth + 5, Top + height * (1 - share) + 4, BarValue(low, high, share).ToString("G3", CultureInfo.InvariantCulture), "tick", "start");
        yield return Svg.VerticalText(x + BarWidth + BarLabel - 18, Top + height / 2, ValueLabel);
    }

    /// <summary>Places on the bar; those of counts are at whole numbers.</summary>
    private IEnumerable<double> BarTicks(double low, double high) =>
        !IsLogarithmic && high > low && Values.All(double.IsInteger)
            ? RoundTicks.Within(low, high, RoundTicks.Step(high - low, isCount: true)).Select(v => (v - low) / (high - low))
            : [0, 0.25, 0.5, 0.75, 1];

    private double BarValue(double low, double high, double share) =>
        IsLogarithmic ? low * Math.Pow(high / low, share) : low + (high - low) * share;

    private static IEnumerable<int> Ticks(int count)
    {
        var step = count <= 12 ? 1 : count <= 50 ? 5 : count <= 100 ? 10 : count / 10;
        for (var k = 0; k < count; k += step)
            yield return k;
    }
}
