using CircuitSim.Files;
using CircuitSim.LookupTables;
using static System.FormattableString;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>
/// Reads a data set of arrays back and judges what a model would be trained with: shapes, finite numbers, ideal currents against their own
/// inputs and cells, exact ones against the effective matrices beside it, and that no sample tests what it trains.
/// </summary>
internal static class ArrayDataSetCheck
{
    /// <summary>Of sums in another order, relative to a sample's largest current.</summary>
    private const double Rounding = 1e-9;

    /// <param name="set">The tables beside it, where they could be read.</param>
    public static FolderFinding Of(string folder, TableSet? set)
    {
        var path = Path.Combine(folder, ArrayDataSet.NpzName);
        try
        {
            var arrays = NpzFile.Read(path).ToDictionary(a => a.Name);
            var refused = Faults(arrays, set).ToList();
            return new FolderFinding(ArrayDataSet.NpzName, refused.Count > 0 ? "" : Invariant($"{arrays["array"].Values.Length} samples of {arrays["conductances_s"].Shape[0]} arrays: shapes, ideal currents as inputs and cells have them, {(set is not null && IsOhmic(set) ? "exact ones as the effective matrices do, " : "")}no sample twice, no array of the test in training"), refused);
        }
        catch (DataFileException e)
        {
            return new FolderFinding(ArrayDataSet.NpzName, "", [e.Message.Replace($"{path}: ", "", StringComparison.Ordinal)], IsUnreadable: true);
        }
    }

    private static bool IsOhmic(TableSet set) => set.Find(ArrayKeys.Effective) is not null && set.Provenance.Options[ArrayTableOptions.Curvature.Key!]?.ToJsonString() is "0" or "0.0";

    private static IEnumerable<string> Faults(Dictionary<string, NpzArray> found, TableSet? set)
    {
        string[] names = ["inputs_v", "array", "conductances_s", "ideal_currents_a", "exact_currents_a", "bound", "split"];
        if (names.FirstOrDefault(n => !found.ContainsKey(n)) is { } missing)
        {
            yield return $"has no array {missing}.";
            yield break;
        }

        var (samples, arrays) = (found["array"].Values.Length, found["conductances_s"].Shape.Count == 3 ? found["conductances_s"].Shape[0] : 0);
        var (rows, columns) = arrays > 0 ? (found["conductances_s"].Shape[1], found["conductances_s"].Shape[2]) : (0, 0);
        var shapes = new Dictionary<string, int[]> { ["inputs_v"] = [samples, rows], ["array"] = [samples], ["conductances_s"] = [arrays, rows, columns], ["ideal_currents_a"] = [samples, columns], ["exact_currents_a"] = [samples, columns], ["bound"] = [samples], ["split"] = [samples] };
        foreach (var name in names)
        {
            if (!found[name].Shape.SequenceEqual(shapes[name]))
                yield return $"{name} has shape [{string.Join(" × ", found[name].Shape)}]; expected [{string.Join(" × ", shapes[name])}].";
            else if (found[name].Values.Span.IndexOfAnyExceptInRange(double.MinValue, double.MaxValue) is >= 0 and var k)
                yield return Invariant($"{name} has {found[name].Values.Span[k]:R} at number {k}; all must be finite.");
            else
                continue;
            yield break;
        }

        ReadOnlyMemory<double> At(string name) => found[name].Values;
        var (effective, cells, seen, trained) = (set is not null && IsOhmic(set) ? set[ArrayKeys.Effective] : null, set?.Find(ArrayKeys.Cells), new HashSet<string>(), new HashSet<int>());
        if (cells is not null && (cells.Values.Length > At("conductances_s").Length || !cells.Values.Span.SequenceEqual(At("conductances_s").Span[..cells.Values.Length])))
        {
            yield return $"conductances_s begins with other cells than {ArrayKeys.Cells} of {TableFolder.NativeName}.";
            yield break;
        }

        for (var s = 0; s < samples; s++)
        {
            if (At("split").Span[s] == ArraySamples.Train)
                trained.Add((int)At("array").Span[s]);
        }

        for (var s = 0; s < samples; s++)
        {
            var (array, part, input) = (At("array").Span[s], At("split").Span[s], At("inputs_v").Slice(s * rows, rows));
            string? fault = array < 0 || array >= arrays || !double.IsInteger(array) ? Invariant($"is of array {array:R}, and there are {arrays}")
                : part is not (ArraySamples.Train or ArraySamples.NewInput or ArraySamples.NewArray) ? Invariant($"is of part {part:R}, which is none")
                : part == ArraySamples.NewArray && trained.Contains((int)array) ? Invariant($"tests array {array}, which is trained with")
                : !seen.Add(Key((int)array, input)) ? Invariant($"is there a second time, for array {array}")
                : Differs(input.Span, At("conductances_s").Slice((int)array * rows * columns, rows * columns).Span, At("ideal_currents_a").Slice(s * columns, columns).Span) ? "has other ideal currents than its inputs and cells give"
                : effective is not null && array < effective.Axes[0].Count && Differs(input.Span, effective.Row((int)array), At("exact_currents_a").Slice(s * columns, columns).Span) ? $"has other exact currents than {ArrayKeys.Effective} gives"
                : null;
            if (fault is null)
                continue;
            yield return Invariant($"sample {s} {fault}.");
            yield break;
        }
    }

    private static string Key(int array, ReadOnlyMemory<double> input) =>
        Invariant($"{array} {Sha256.TextOf(System.Runtime.InteropServices.MemoryMarshal.AsBytes(input.Span))}");

    private static bool Differs(ReadOnlySpan<double> input, ReadOnlySpan<double> matrix, ReadOnlySpan<double> currents)
    {
        var (product, largest) = (new double[currents.Length], 0.0);
        for (var k = 0; k < matrix.Length; k++)
            product[k % product.Length] += input[k / product.Length] * matrix[k];
        foreach (var current in currents)
            largest = Math.Max(largest, Math.Abs(current));
        for (var j = 0; j < product.Length; j++)
        {
            if (!(Math.Abs(product[j] - currents[j]) <= Rounding * largest))
                return true;
        }

        return false;
    }
}
