using CircuitSim.Experiments.Studies;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>Arrays of random cells under random inputs: a part of both at its least, the others even over their range or their levels.</summary>
internal static class RandomArrays
{
    public static void Check(StudyRun run)
    {
        Infer.CheckRange(run);
        foreach (var (levels, option) in new[] { (run.Get(Infer.Levels), "levels"), (run.Get(ArrayTableOptions.InputLevels), ArrayTableOptions.InputLevels.Subject) })
        {
            if (levels is < 2)
                throw InvalidParameterException.OutOfRange(option, levels.Value, "", "at least 2");
        }
    }

    public static ArraySubject Draw(StudyRun run, RandomStream random)
    {
        var (rows, columns, read) = (run.Get(ArrayTableOptions.Rows), run.Get(ArrayTableOptions.Columns), run.Get(Infer.Voltage));
        var (off, on) = (1 / run.Get(Infer.OffResistance), 1 / run.Get(Infer.OnResistance));
        var arrays = run.Steps.Run("Arrays", step => (run.Each(run.Get(ArrayTableOptions.Arrays), step, k =>
        {
            var cells = random.Child("cells", k);
            return new SampledArray(Invariant($"{k}"), 0, 0, 0, 0, Values(cells, rows * columns, run.Get(ArrayTableOptions.CellSparsity), run.Get(Infer.Levels), 0, g => off + g * (on - off)),
                (_, stream) => Values(stream, rows, run.Get(ArrayTableOptions.Sparsity), run.Get(ArrayTableOptions.InputLevels), 1, v => v * read));
        }), Invariant($"{run.Get(ArrayTableOptions.Arrays)} × {rows} × {columns}")));
        return new ArraySubject(Invariant($"random cells, {rows} × {columns}"), rows, columns, arrays);
    }

    /// <param name="least">First level of what is not sparse.</param>
    /// <param name="value">Of a place from 0 to 1.</param>
    private static double[] Values(RandomStream random, int count, IReadOnlyList<double> sparsities, int? levels, int least, Func<double, double> value)
    {
        var sparsity = sparsities[random.NextInt32(sparsities.Count)];
        var values = new double[count];
        foreach (ref var v in values.AsSpan())
            v = value(random.NextUniform() < sparsity ? 0 : levels is { } n ? (least + random.NextInt32(n - least)) / (n - 1.0) : random.NextUniform());
        return values;
    }
}
