using CircuitSim.Emulation.Networks;
using CircuitSim.Files;

namespace CircuitSim.Emulation;

/// <summary>
/// Human activity recognition with smartphones (D. Anguita and others, ESANN 2013): a folder of texts, one sample a line, numbers
/// parted by blanks.
/// <code>
/// train/X_train.txt                                   561 features in −1 … 1
/// train/y_train.txt                                   the activity, 1 … 6
/// train/Inertial Signals/body_acc_x_train.txt …       128 readings; nine files: body_acc, body_gyro and total_acc by x, y and z
/// test/…                                              the same with test in place of train
/// </code>
/// </summary>
public static class UciHarFile
{
    private const int Features = 561;
    private const int Readings = 128;
    private const int Classes = 6;
    private const string Remedy = "Get 'UCI HAR Dataset' from https://archive.ics.uci.edu, unpack it, and name the folder.";

    private static readonly string[] Signals = [.. from signal in new[] { "body_acc", "body_gyro", "total_acc" } from axis in new[] { "x", "y", "z" } select $"{signal}_{axis}"];

    /// <summary>[samples × 561].</summary>
    /// <param name="part">"train" or "test".</param>
    /// <exception cref="DataFileException">A file is missing or not of this format.</exception>
    public static LabelledSamples ReadFeatures(string folder, string part)
    {
        var labels = ReadLabels(folder, part);
        return new LabelledSamples(new Tensor([labels.Length, Features], ReadRows(Path.Combine(folder, part, $"X_{part}.txt"), labels.Length, Features)), labels, Classes);
    }

    /// <summary>The raw signals for recurrent networks, [samples × 128 readings × 9].</summary>
    /// <inheritdoc cref="ReadFeatures"/>
    public static LabelledSamples ReadSignals(string folder, string part)
    {
        var labels = ReadLabels(folder, part);
        var values = new double[labels.Length * Readings * Signals.Length];
        foreach (var (s, signal) in Signals.Index())
        {
            var rows = ReadRows(Path.Combine(folder, part, "Inertial Signals", $"{signal}_{part}.txt"), labels.Length, Readings).Span;
            for (var k = 0; k < rows.Length; k++)
                values[k * Signals.Length + s] = rows[k];
        }

        return new LabelledSamples(new Tensor([labels.Length, Readings, Signals.Length], values), labels, Classes);
    }

    private static int[] ReadLabels(string folder, string part)
    {
        var path = Path.Combine(folder, part, $"y_{part}.txt");
        return [.. ReadRows(path, null, 1).ToArray().Select((y, n) => y is >= 1 and <= Classes && double.IsInteger(y)
            ? (int)y - 1
            : throw DataFileException.Corrupt(path, FormattableString.Invariant($"line {n + 1} has the activity {y}; those of UCI-HAR are 1 to {Classes}.")))];
    }

    private static ReadOnlyMemory<double> ReadRows(string path, int? rows, int columns)
    {
        var read = ArrayFile.ReadText(path, "samples", remedy: Remedy);
        return read.Shape[1] == columns && (rows ?? read.Shape[0]) == read.Shape[0]
            ? read.Values
            : throw DataFileException.Corrupt(path, $"holds {Tensor.ShapeText(read.Shape)} numbers, and UCI-HAR has {(rows is null ? "" : $"{rows} lines of ")}{columns} a line there. {Remedy}");
    }
}
