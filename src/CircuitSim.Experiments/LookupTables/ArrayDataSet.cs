using System.Globalization;
using System.Text.Json.Nodes;
using CircuitSim.Files;
using CircuitSim.LookupTables;
using static System.FormattableString;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>
/// Inputs, arrays, ideal and exact currents as files to train a surrogate model with: <c>dataset.npz</c>, and where it is small
/// <c>dataset.csv</c>.
/// <code>
/// inputs_v          [samples × rows]             row voltages
/// array             [samples]                    number of the array in conductances_s
/// conductances_s    [arrays × rows × columns]    cells; a sample's are conductances_s[array]
/// ideal_currents_a  [samples × columns]          V G of the cells alone
/// exact_currents_a  [samples × columns]          every wire, driver and sense input in place, cells curved where that was asked for
/// bound             [samples]                    on the error of any exact current, relative to the sample's largest one
/// split             [samples]                    0 to train with, 1 another input of an array that is trained with, 2 an array that training never sees
/// meta.json                                      schema, origin, arrays
/// </code>
/// </summary>
internal sealed class ArrayDataSet(ArraySubject subject, ArraySamples samples, ArrayCurrents currents, TableProvenance provenance)
{
    public const string Schema = "circuitsim.array-dataset/1", NpzName = "dataset.npz", CsvName = "dataset.csv";

    /// <summary>Of an archive that is held in memory and read back: 1 GiB.</summary>
    private const long MostValues = 1 << 27;

    /// <summary>Above this a data set is not written as text [values].</summary>
    private const long MostCsvValues = 1_000_000;

    /// <exception cref="InvalidParameterException">It would not fit.</exception>
    public static void RequireRoom(long samples, long arrays, long rows, long columns)
    {
        var values = (Int128)samples * (rows + 2 * columns + 3) + (Int128)arrays * rows * columns;
        if (values > MostValues)
            throw InvalidParameterException.Because("samples", Invariant($"samples: {samples} of {arrays} arrays of {rows} × {columns} are {values} numbers, and a data set has at most {MostValues}; take fewer samples, fewer arrays or smaller ones."));
    }

    public IReadOnlyList<TableAttachment> Attachments =>
    [
        new TableAttachment(NpzName, "Data set for surrogate models", Loading, WriteNpz),
        .. (long)samples.Count * (subject.Rows + 2 * subject.Columns + 3) <= MostCsvValues
            ? [new TableAttachment(CsvName, "The same samples as text", ["one line for each, array and split before its numbers; the cells are in g_cells_s.csv, of the arrays that have tables."], WriteCsv)]
            : Array.Empty<TableAttachment>(),
    ];

    /// <summary>GENIEx as its authors' functional simulator (puma-functional-model, src/mvm_v3.py) feeds and reads it.</summary>
    private static IReadOnlyList<string> Loading { get; } =
    [
        """
        samples array by array; `meta.json` inside says where they come from. Shuffle before training; split 1 and 2 share no input with split 0 of their array.

        ```python
        z = numpy.load('dataset.npz')
        v, g = z['inputs_v'], z['conductances_s'][z['array'].astype(int)]          # [samples, rows] V, [samples, rows, columns] S
        ideal, exact = z['ideal_currents_a'], z['exact_currents_a']                # [samples, columns] A
        train, new_input, new_array = (z['split'] == k for k in range(3))
        ```

        PyTorch: `torch.utils.data.TensorDataset(*(torch.from_numpy(a[train]) for a in (v, g, exact)))`.
        GENIEx (Chakraborty et al., DAC 2020), as its authors' functional simulator puma-functional-model calls it, takes scaled conductances,
        column after column, then scaled voltages, and predicts the ratio of ideal to exact current, scaled between its least and its greatest:

        ```python
        on, off = g.max(), g.min()
        x = numpy.hstack([((g - off) / (on - off)).transpose(0, 2, 1).reshape(len(g), -1), v / v.max()])
        ratio = ideal / exact
        y = (ratio - ratio[train].min()) / (ratio[train].max() - ratio[train].min())
        ```
        """,
    ];

    /// <summary>One array after the other, so that no second copy of all is made.</summary>
    private void WriteNpz(Stream stream)
    {
        var (count, rows, columns) = (samples.Count, subject.Rows, subject.Columns);
        NpzFile.Write(stream, Arrays(), ("meta.json", Meta()));

        IEnumerable<NpzArray> Arrays()
        {
            yield return new NpzArray("inputs_v", [count, rows], samples.Inputs);
            yield return new NpzArray("array", [count], Numbers(samples.Arrays));
            yield return new NpzArray("conductances_s", [subject.Arrays.Count, rows, columns], (double[])[.. subject.Arrays.SelectMany(a => a.Cells)]);
            yield return new NpzArray("ideal_currents_a", [count, columns], currents.Ideal);
            yield return new NpzArray("exact_currents_a", [count, columns], currents.Exact);
            yield return new NpzArray("bound", [count], currents.Bounds);
            yield return new NpzArray("split", [count], Numbers(samples.Parts));
        }

        static double[] Numbers(IReadOnlyList<int> values) => [.. values.Select(v => (double)v)];
    }

    private string Meta() => new JsonObject
    {
        ["schema"] = Schema,
        ["circuitsim"] = provenance.Version,
        ["source"] = provenance.Source,
        ["seed"] = provenance.Seed,
        ["read_voltage_v"] = provenance.ReadVoltage,
        ["split"] = new JsonArray("train", "new input", "new array"),
        ["options"] = provenance.Options.DeepClone(),
    }.ToJsonString() + "\n";

    private void WriteCsv(Stream stream)
    {
        using var output = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        IEnumerable<string> Named(string name, int count) => Enumerable.Range(0, count).Select(k => Invariant($"{name}_{k}"));
        output.WriteLine(string.Join(',', ["array", "split", "bound", .. Named("v_v", subject.Rows), .. Named("ideal_a", subject.Columns), .. Named("exact_a", subject.Columns)]));
        for (var s = 0; s < samples.Count; s++)
        {
            output.Write(Invariant($"{samples.Arrays[s]},{samples.Parts[s]},{currents.Bounds[s]:R}"));
            foreach (var values in new[] { samples.Inputs.Slice(s * subject.Rows, subject.Rows), currents.Ideal.AsMemory(s * subject.Columns, subject.Columns), currents.Exact.AsMemory(s * subject.Columns, subject.Columns) })
            {
                foreach (var value in values.Span)
                    output.Write($",{value.ToString("R", CultureInfo.InvariantCulture)}");
            }

            output.WriteLine();
        }
    }
}
