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

    public string Word => "neurosim-output";

    public string Title => "NeuroSim V1.5 output noise";

    public TableKind Kind => TableKind.Converter;

    public IReadOnlyList<string> Loading { get; } =
    [
        $"`python inference.py … --output_noise -1 --output_noise_file {FileName} --adc_precision P`, 2^P at least the last `output` (the loader refuses more than 2^P + 1 rows),",
        "and `--parallel_read`, `--bitcell`, `--dac_precision` as here, so that no sum is beyond the last row; it draws a normal number of the row of each sum and rounds it.",
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
        if (!files.TryGetValue(FileName, out var content))
            return [$"there is no {FileName}."];
        var lines = Encoding.UTF8.GetString(content.Span).TrimEnd().Split('\n');
        var header = lines[0].TrimEnd('\r').Split(',');
        var (output, mean, deviation) = (Array.IndexOf(header, "output"), Array.IndexOf(header, "mean"), Array.IndexOf(header, "std"));
        if (output < 0 || mean < 0 || deviation < 0)
            return [$"{FileName}: the header must name the columns output, mean and std, without spaces."];
        var faults = new List<string>();
        for (var k = 0; k < lines.Length - 1 && faults.Count < 10; k++)
        {
            var cells = lines[k + 1].TrimEnd('\r').Split(',');
            double Number(int column) => column < cells.Length && double.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : double.NaN;
            if (double.IsNaN(Number(output) + Number(mean) + Number(deviation)))
                faults.Add($"{FileName}, line {k + 2}: output, mean and std must be finite numbers.");
            else if (Number(output) != k)
                faults.Add($"{FileName}, line {k + 2}: row {k} is taken for the sum {k}, whatever its output {cells[output]} says.");
            else if (Number(deviation) < 0)
                faults.Add($"{FileName}, line {k + 2}: std = {cells[deviation]} is below zero, and torch.normal refuses it.");
        }

        return lines.Length > 1 ? faults : [$"{FileName} has no rows."];
    }
}
