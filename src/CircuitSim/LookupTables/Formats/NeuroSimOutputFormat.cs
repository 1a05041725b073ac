using System.Globalization;
using System.Text;

namespace CircuitSim.LookupTables.Formats;

/// <summary>
/// What the read-out makes of every partial sum, for NeuroSim V1.5 (https://github.com/neurosim/NeuroSim, branch 2DInferenceV1.5): its
/// loader finds the columns output, mean and std by their header and takes rows by their place, row k for the sum k; a sum is clamped to
/// 2^adc_precision before it is looked up, a normal number of that row is drawn, rounded, clamped to 0 … 2^adc_precision and counts as
/// the sum. So mean and deviation are in units of the sum, whatever a code stands for.
/// </summary>
public sealed class NeuroSimOutputFormat : ITableFormat
{
    public const string FileName = "output_noise.csv";

    private const int MostFaults = 10;

    public string Word => "neurosim-output";

    public string Title => "NeuroSim V1.5 output noise";

    public TableKind Kind => TableKind.Converter;

    public IReadOnlyList<string> Loading { get; } =
    [
        $"Arguments of inference.py: output_noise -1, output_noise_file {FileName}, and adc_precision P with 2^P at least the last `output`: the loader refuses more than 2^P + 1 rows.",
        "parallel_read, bitcell and dac_precision as here, so that no sum is beyond the last row; it draws a normal number of the row of each sum, rounds it and takes it for the sum.",
    ];

    public IReadOnlyList<FormatDocument> Write(TableSet tables)
    {
        var (mean, deviation, unit) = (tables[ConverterKeys.Mean], tables[ConverterKeys.Deviation], tables[ConverterKeys.CodeSum].Values.Span[0]);
        for (var k = 0; k < mean.Axes[0].Count; k++)
        {
            if (mean.Axes[0].Points[k] != k)
                throw InvalidParameterException.Because(ConverterKeys.Sum, "the loader takes row k for the sum k, and these sums are not 0, 1, 2 and so on.");
        }

        var text = new StringBuilder("output,mean,std\n");
        for (var k = 0; k < mean.Axes[0].Count; k++)
            text.Append(CultureInfo.InvariantCulture, $"{k},{mean.Values.Span[k] * unit:R},{deviation.Values.Span[k] * unit:R}\n");
        return [FormatDocument.Text(FileName, text.ToString())];
    }

    public IReadOnlyList<string> Faults(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var faults = new List<string>();
        if (!files.Has(FileName, faults))
            return faults;
        var header = Encoding.UTF8.GetString(files[FileName].Span).Split('\n')[0].TrimEnd('\r').Split(',');
        var (output, mean, deviation) = (Array.IndexOf(header, "output"), Array.IndexOf(header, "mean"), Array.IndexOf(header, "std"));
        if (output < 0 || mean < 0 || deviation < 0)
            return [$"{FileName}: the header must name the columns output, mean and std, without spaces."];
        var rows = NumericLines.Read(FileName, files[FileName], ',', '\0', 1, out var fault);
        if (fault is not null || rows.Count == 0)
            return [fault ?? $"{FileName} has no rows."];
        foreach (var (k, (line, row)) in rows.Index())
        {
            if (row.Length <= Math.Max(output, Math.Max(mean, deviation)))
                faults.Add($"{FileName}, line {line}: output, mean or std is missing.");
            else if (row[output] != k)
                faults.Add(FormattableString.Invariant($"{FileName}, line {line}: row {k} is taken for the sum {k}, whatever its output {row[output]:R} says."));
            else if (row[deviation] < 0)
                faults.Add(FormattableString.Invariant($"{FileName}, line {line}: std = {row[deviation]:R} is below zero, and torch.normal refuses it."));
            if (faults.Count == MostFaults)
                break;
        }

        return faults;
    }
}
