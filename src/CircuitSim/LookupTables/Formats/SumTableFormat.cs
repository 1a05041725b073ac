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
        var faults = new List<string>();
        if (!files.Has(FileName, faults))
            return faults;
        if (Encoding.UTF8.GetString(files[FileName].Span).Split('\n')[0].TrimEnd('\r') != Header)
            return [$"{FileName}: the header is not {Header}."];
        var rows = NumericLines.Read(FileName, files[FileName], ',', '\0', 1, out var fault);
        return fault is not null ? [fault] : [.. rows.Where(r => r.Numbers.Length != 5).Take(10).Select(r => $"{FileName}, line {r.Line}: a row has five numbers.")];
    }
}
