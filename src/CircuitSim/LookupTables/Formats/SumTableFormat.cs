using System.Globalization;
using System.Text;

namespace CircuitSim.LookupTables.Formats;

/// <summary>The statistics of the codes over the ideal partial sum as one table, for anything that reads CSV.</summary>
public sealed class SumTableFormat : ITableFormat
{
    public const string FileName = "codes.csv";

    private const string Header = "sum,code_ideal,code_mean,code_std,samples";

    public string Word => "sums";

    public string Title => "Generic table of codes over sums";

    public TableKind Kind => TableKind.Converter;

    public IReadOnlyList<string> Loading { get; } =
    [
        $"`numpy.genfromtxt(\"{FileName}\", delimiter=\",\", names=True)`: a row for each ideal partial sum, with the mean and deviation of the ADC's code.",
        "Where `samples` is 0 no such sum was seen, and both are filled in from the neighbours.",
    ];

    public IReadOnlyList<FormatDocument> Write(TableSet tables)
    {
        ReadOnlySpan<double> Of(string key) => tables[key].Values.Span;
        var text = new StringBuilder(Header + "\n");
        for (var k = 0; k < tables[ConverterKeys.Mean].Axes[0].Count; k++)
            text.Append(CultureInfo.InvariantCulture, $"{tables[ConverterKeys.Mean].Axes[0].Points[k]:R},{Of(ConverterKeys.Ideal)[k]:R},{Of(ConverterKeys.Mean)[k]:R},{Of(ConverterKeys.Deviation)[k]:R},{Of(ConverterKeys.Samples)[k]:R}\n");
        return [FormatDocument.Text(FileName, text.ToString())];
    }

    public IReadOnlyList<string> Faults(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        if (!files.TryGetValue(FileName, out var content))
            return [$"there is no {FileName}."];
        var lines = Encoding.UTF8.GetString(content.Span).TrimEnd().Split('\n');
        return lines[0] != Header ? [$"{FileName}: the header is not {Header}."]
            : [.. lines.Skip(1).Index().Where(l => l.Item.Split(',') is not { Length: 5 } cells || cells.Any(c => !double.TryParse(c, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value)))
                .Take(10).Select(l => $"{FileName}, line {l.Index + 2}: a row has five finite numbers.")];
    }
}
