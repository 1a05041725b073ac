using System.Text.Json.Nodes;
using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;

namespace CircuitSim.Experiments.Figures;

/// <summary>A matrix as coloured cells with a colour bar. Cells that are few say their value when hovered; many are one picture.</summary>
public sealed record MapFigure
{
    /// <summary>Of a logarithmic scale: more would spend the colours on noise.</summary>
    public const int MostDecades = 6;

    /// <summary>Cells that are drawn one by one: each takes some 200 bytes, in a picture two at most.</summary>
    private const int MostRectangles = 400;

    private const double LeastHeight = 100;

    /// <summary>Pixels of a letter of a label.</summary>
    private const double LetterWidth = 7;

    /// <summary>Whole numbers up to here have a colour each.</summary>
    private const int MostCounts = 12;

    /// <summary>Name of the figure in the page, also the table of the result that holds its data.</summary>
    public required string Id { get; init; }

    public required string Description { get; init; }

    public required int Rows { get; init; }

    public required int Columns { get; init; }

    /// <summary>[rows × columns], row-major, in the unit of <see cref="Value"/>.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    public required FigureAxis RowAxis { get; init; }

    public required FigureAxis ColumnAxis { get; init; }

    /// <summary>
    /// What the colours mean. On a logarithmic scale from the least positive value (but over at most
    /// <see cref="MostDecades"/>) to the largest; smaller values, zero among them, have the lowest colour.
    /// </summary>
    public required FigureAxis Value { get; init; }

    /// <summary>Where each row lies on its axis, evenly spaced on its scale, larger values above; null: the rows are numbered from the top.</summary>
    public IReadOnlyList<double>? RowPlaces { get; init; }

    /// <summary>Where each column lies on its axis, evenly spaced on its scale; null: the columns are numbered.</summary>
    public IReadOnlyList<double>? ColumnPlaces { get; init; }

    /// <summary>What the rows and the columns are called, where they have words; the figure then is a table of named cells.</summary>
    public (IReadOnlyList<string> Rows, IReadOnlyList<string> Columns)? Labels { get; init; }

    /// <summary>Numbers that a row and a column stand for, where they are not placed.</summary>
    public (int Rows, int Columns) Each { get; init; } = (1, 1);

    /// <summary>Width and height of a cell in pixels.</summary>
    public (double Width, double Height)? Cell { get; init; }

    /// <summary>Whether each cell shows its number.</summary>
    public bool ShowValues { get; init; }

    /// <exception cref="InvalidParameterException">A logarithmic scale without any value above zero.</exception>
    public XElement ToSvg()
    {
        var high = Values.Max();
        var isLogarithmic = Value.Scale == FigureScale.Logarithmic;
        if (isLogarithmic && !(high > 0))
            throw InvalidParameterException.Because(Id, $"figure {Id} has no value above zero; draw it on a linear scale.");
        var low = isLogarithmic ? Math.Max(Values.Where(v => v > 0).Min(), high * Math.Pow(10, -MostDecades)) : Math.Min(0, Values.Min());
        var isCount = !isLogarithmic && Values.All(double.IsInteger);
        // A bar of counts that have a colour each reaches half a count beyond them.
        var margin = isCount && high - low < MostCounts ? 0.5 : isLogarithmic || high > low ? 0 : 0.5;
        var bar = new AxisRuler(Value with { Least = low - margin, Greatest = isLogarithmic && high <= low ? 10 * low : high + margin, IsCount = isCount }, Values);
        var palette = FigurePalette.Map(isCount && high - low < MostCounts ? (int)(high - low) + 1 : 256);

        // The labels of the bar need some height.
        var (cellWidth, cellHeight) = Cell ?? (Pixels(Columns), Math.Max(Pixels(Rows), LeastHeight / Rows));
        var (x, left, right) = Ruler(ColumnAxis, ColumnPlaces, Columns, Each.Columns);
        var (y, top, bottom) = Ruler(RowAxis, RowPlaces, Rows, Each.Rows);
        var (horizontal, vertical) = (x.Axis(AxisPosition.Bottom), y.Axis(AxisPosition.Left));
        if (RowPlaces is null)
            (vertical.StartPosition, vertical.EndPosition) = (1, 0);
        horizontal.MajorGridlineStyle = vertical.MajorGridlineStyle = LineStyle.None;
        var (before, below) = (70.0, 52.0);
        if (Labels is var (rows, columns))
        {
            Name(vertical, rows);
            Name(horizontal, columns);
            horizontal.Angle = columns.Any(label => LetterWidth * label.Length > cellWidth) ? -30 : 0;
            before = Math.Max(before, LetterWidth * rows.Max(label => label.Length) + 40);
            below += horizontal.Angle < 0 ? LetterWidth / 2 * columns.Max(label => label.Length) : 0;
        }

        var (width, height) = (cellWidth * Columns, cellHeight * Rows);
        // A label longer than the map is high needs the rest of it above and below.
        var rest = Math.Max(0, (7 * Math.Max(Value.Label.Length, RowAxis.Label.Length) + 40 - height) / 2);
        var model = new PlotModel { Axes = { horizontal, vertical, bar.ColourBar(palette) }, PlotMargins = new OxyThickness(before, 14 + rest, 110, below + rest), Padding = new OxyThickness(0) };
        model.Annotations.Add(new Cells(this, bar, palette, new DataPoint(left, top), new DataPoint(right, bottom)));
        if (Labels is not null)
        {
            return SvgCanvas.Draw(model, Id, Description, width + before + 110, height + below + 14 + 2 * rest,
                FigureValues.Table([RowAxis.Label, ColumnAxis.Label, Value.Label], Values.Select((v, k) => new object[] { Labels.Value.Rows[k / Columns], Labels.Value.Columns[k % Columns], v })));
        }

        var values = new JsonObject { ["x"] = x.ToJson(), ["y"] = y.ToJson(), ["rows"] = Rows, ["columns"] = Columns, ["value"] = bar.ToJson() };
        if (RowPlaces is null)
            (values["y"]!["from"], values["y"]!["to"]) = (y.Greatest, y.Least);
        values["map"] = Values.Count <= FigureValues.Most ? FigureValues.Text([.. Values]) : null;
        values["each"] = new JsonArray(Each.Rows, Each.Columns);
        values["places"] = new JsonArray(Json(RowPlaces), Json(ColumnPlaces));
        var svg = SvgCanvas.Draw(model, Id, Description, width + 180, height + 66 + 2 * rest, values);
        svg.SetAttributeValue("class", "map");
        return svg;

        static JsonNode? Json(IReadOnlyList<double>? places) => places is null ? null : new JsonArray([.. places.Select(p => (JsonNode)p)]);
    }

    /// <summary>Small arrays get large squares.</summary>
    private static double Pixels(int squares) => Math.Clamp(Math.Floor(480.0 / squares), 1, 32);

    private static (AxisRuler Ruler, double First, double Last) Ruler(FigureAxis axis, IReadOnlyList<double>? places, int count, int each)
    {
        if (places is null)
            return (new AxisRuler(axis with { Least = -0.5, Greatest = count * each - 0.5, IsCount = true }, []), -0.5, count * each - 0.5);
        var isLogarithmic = axis.Scale == FigureScale.Logarithmic;
        var (from, to) = isLogarithmic ? (Math.Log10(places[0]), Math.Log10(places[^1])) : (places[0], places[^1]);
        var half = count > 1 ? (to - from) / (count - 1) / 2 : 0.5;
        (from, to) = isLogarithmic ? (Math.Pow(10, from - half), Math.Pow(10, to + half)) : (from - half, to + half);
        var ruler = new AxisRuler(axis with { Least = Math.Min(from, to), Greatest = Math.Max(from, to) }, places);
        return (ruler, ruler.At(from), ruler.At(to));
    }

    private string Hover(int row, int column) =>
        Labels is var (rows, columns) ? $"{RowAxis.Label} {rows[row]}, {ColumnAxis.Label} {columns[column]}: {Value.Text(Values[row * Columns + column])}"
        : $"{Place(RowAxis, RowPlaces, Each.Rows, row)}, {Place(ColumnAxis, ColumnPlaces, Each.Columns, column)}: {Value.Text(Values[row * Columns + column])}";

    private static void Name(Axis axis, IReadOnlyList<string> labels)
    {
        (axis.MajorStep, axis.MinorStep, axis.MajorTickSize) = (1, 1, 0);
        axis.LabelFormatter = place => labels.ElementAtOrDefault((int)Math.Round(place)) ?? "";
    }

    private static string Place(FigureAxis axis, IReadOnlyList<double>? places, int each, int k) =>
        places is not null ? $"{axis.Label} {axis.Text(places[k])}" : each == 1 ? $"{axis.Label} {k}" : $"{axis.Label} {k * each} … {(k + 1) * each - 1}";

    /// <summary>The matrix between two corners of the plot, the first row and column at the first one.</summary>
    private sealed class Cells(MapFigure map, AxisRuler bar, OxyPalette palette, DataPoint first, DataPoint last) : Annotation
    {
        public override void Render(IRenderContext rc)
        {
            var (a, b) = (Transform(first), Transform(last));
            if (map.Values.Count > MostRectangles)
            {
                byte[] pixels = [.. Enumerable.Range(0, map.Values.Count).Select(k => (byte)Colour(k))];
                rc.DrawImage(PngPicture.Of(map.Columns, pixels, palette.Colors), a.X, a.Y, b.X - a.X, b.Y - a.Y, 1, false);
                return;
            }

            var (width, height) = ((b.X - a.X) / map.Columns, (b.Y - a.Y) / map.Rows);
            for (var k = 0; k < map.Values.Count; k++)
            {
                var (x, y) = (a.X + k % map.Columns * width, a.Y + k / map.Columns * height);
                var cell = new OxyRect(new ScreenPoint(x, y), new ScreenPoint(x + width, y + height));
                rc.SetToolTip(map.Hover(k / map.Columns, k % map.Columns));
                rc.DrawRectangle(cell, palette.Colors[Colour(k)], OxyColors.Transparent, 0, EdgeRenderingMode.Automatic);
                if (map.ShowValues)
                    rc.DrawText(cell.Center, FigureAxis.Number(map.Values[k]), Colour(k) > 0.55 * palette.Colors.Count ? OxyColors.Black : OxyColors.White, null, 12, 400, 0, HorizontalAlignment.Center, VerticalAlignment.Middle);
            }

            rc.SetToolTip(null!);
        }

        private int Colour(int k)
        {
            var share = (bar.At(map.Values[k]) - bar.Least) / (bar.Greatest - bar.Least);
            return share > 0 ? Math.Min((int)(share * palette.Colors.Count), palette.Colors.Count - 1) : 0;
        }
    }
}
