using CircuitSim.Files;
using static System.FormattableString;

namespace CircuitSim.LookupTables.Formats;

/// <summary>
/// Each table of arrays as a file that numpy.load gives as it is, [arrays × inputs × outputs]; PyTorch, JAX and whatever takes a matrix
/// from NumPy begin there.
/// </summary>
public sealed class NumPyArrayFormat : ITableFormat
{
    /// <summary>A cell that conducts better is rather one in another unit [S].</summary>
    private const double MostConductance = 10;

    /// <summary>Of sums of conductances, relative.</summary>
    private const double Rounding = 1e-9;

    private static readonly string[] Keys = [ArrayKeys.Cells, ArrayKeys.Effective, ArrayKeys.DropAll, ArrayKeys.DropMean];

    public string Word => "numpy";

    public string Title => "NumPy and PyTorch";

    public TableKind Kind => TableKind.Array;

    public IReadOnlyList<string> Loading { get; } =
    [
        $"`G = numpy.load('numpy/{ArrayKeys.Effective}.npy')[k]` is array k in S, [inputs × outputs] with every wire in it; column currents are `V @ G`, V [… × inputs] in V. `{ArrayKeys.Cells}.npy` is the same without wires.",
        "PyTorch: `torch.from_numpy(G)`, float64 as it stands; a layer that multiplies by it computes what the array does.",
    ];

    public IReadOnlyList<FormatDocument> Write(TableSet tables) => [.. Keys.Select(tables.Find).OfType<LookupTable>().Select(table =>
    {
        using var content = new MemoryStream();
        NpyFile.Write(content, new NpzArray(table.Key, [.. table.Axes.Select(a => a.Count)], table.Values));
        return new FormatDocument($"{table.Key}.npy", content.ToArray());
    })];

    public IReadOnlyList<string> Faults(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var (faults, read) = (new List<string>(), new Dictionary<string, NpzArray>());
        foreach (var name in files.Keys.Except(Keys.Select(k => $"{k}.npy")).Order(StringComparer.Ordinal))
            faults.Add($"{name} is no file of this format.");
        foreach (var key in Keys)
        {
            if (files.TryGetValue($"{key}.npy", out var content))
                Read(key, content);
            else if (key is ArrayKeys.Cells or ArrayKeys.Effective)
                faults.Add($"{key}.npy is missing.");
        }

        if (read.Values.Select(a => string.Join(" × ", a.Shape)).Distinct().Count() > 1)
            faults.Add($"the files have shapes {string.Join(", ", read.Select(a => $"[{string.Join(" × ", a.Value.Shape)}] ({a.Key})"))}; all must have one.");
        else if (read.TryGetValue(ArrayKeys.Cells, out var cells) && read.TryGetValue(ArrayKeys.Effective, out var effective))
            faults.AddRange(Judge(cells, effective));
        return faults;

        void Read(string key, ReadOnlyMemory<byte> content)
        {
            try
            {
                using var stream = new MemoryStream(content.ToArray());
                var array = NpyFormat.Read(stream, content.Length, key, what => DataFileException.Corrupt($"{key}.npy", what), _ => { });
                var values = array.Values.Span;
                if (array.Shape.Count != 3)
                    faults.Add(Invariant($"{key}.npy has {array.Shape.Count} dimensions; [arrays × inputs × outputs] are expected."));
                else if (values.IndexOfAnyExceptInRange(0, double.MaxValue) is >= 0 and var k)
                    faults.Add(Invariant($"{key}.npy has {values[k]:R} at number {k}; all must be finite and not negative."));
                else
                    read[key] = array;
            }
            catch (DataFileException e)
            {
                faults.Add(e.Message);
            }
        }
    }

    /// <summary>All that a row drives passes its own cells, and what is lost or flows back never arrives, so its row of the effective matrix sums to no more than its cells do.</summary>
    private static IEnumerable<string> Judge(NpzArray cells, NpzArray effective)
    {
        var (greatest, columns) = (cells.Values.ToArray().DefaultIfEmpty().Max(), cells.Shape[2]);
        if (greatest > MostConductance)
        {
            yield return Invariant($"{ArrayKeys.Cells}.npy has a conductance of {greatest:G4} S, which looks like another unit; S are expected.");
            yield break;
        }

        for (var row = 0; row < cells.Values.Length / Math.Max(1, columns); row++)
        {
            var (held, found) = (Sum(cells.Values.Span.Slice(row * columns, columns)), Sum(effective.Values.Span.Slice(row * columns, columns)));
            if (found > held * (1 + Rounding))
            {
                yield return Invariant($"{ArrayKeys.Effective}.npy passes {found:G6} S from row {row % cells.Shape[1]} of array {row / cells.Shape[1]}, more than its cells' {held:G6} S: the files belong to two arrays, or have two units.");
                yield break;
            }
        }
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum;
    }
}
