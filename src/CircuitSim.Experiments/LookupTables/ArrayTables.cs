using CircuitSim.Crossbars;
using CircuitSim.Experiments.Arrays;
using CircuitSim.LookupTables;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>What wires make of arrays, of the first ones of a subject.</summary>
/// <param name="Effective">[arrays] of [rows × columns] row-major [S].</param>
/// <param name="DropAll">Of every cell with all rows at the read voltage, likewise [V].</param>
/// <param name="DropMean">Of every cell at the mean of the array's own inputs, likewise [V].</param>
/// <param name="Bounds">On the error of any effective conductance, relative to its array's largest one.</param>
internal sealed record ArrayTables(double[][] Effective, double[][] DropAll, double[][] DropMean, double[] Bounds)
{
    public static ArrayTables Find(StudyRun run, ArraySubject subject, ArraySamples samples, int count, CrossbarWiring wiring, double curvature, double voltage, IStudyStep step)
    {
        var found = run.Each(count, step, a =>
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            var cells = subject.Arrays[a].Cells;
            var effective = EffectiveConductance.Compute(wiring, cells, CrossbarSolverOptions.Tightest);
            double[] Drop(LineBias[] rows) => ArraySolve.Run(
                new ArrayCase { Wiring = wiring, Conductances = cells, Curvature = curvature, WordLines = rows, BitLines = new LineBias[subject.Columns] }.Validated(), new CrossbarSolverOptions()).VoltageDrops();
            return (Effective: effective.Values.ToArray(), All: Drop(LineBias.All(subject.Rows, voltage)), Mean: Drop(Mean(samples, a)), effective.Outcome.CurrentErrorBound);
        });
        return new ArrayTables([.. found.Select(f => f.Effective)], [.. found.Select(f => f.All)], [.. found.Select(f => f.Mean)], [.. found.Select(f => f.CurrentErrorBound)]);
    }

    public IReadOnlyList<LookupTable> Tables(ArraySubject subject)
    {
        TableAxis[] axes = [Axis(ArrayKeys.Array, "array", Effective.Length), Axis(ArrayKeys.Row, "word line, an input", subject.Rows), Axis(ArrayKeys.Column, "bit line, an output", subject.Columns)];
        return
        [
            Table(ArrayKeys.Cells, "conductance of each cell", "S", [.. subject.Arrays.Take(Effective.Length).Select(a => a.Cells)]),
            Table(ArrayKeys.Effective, "effective conductance from row to column, every wire in place", "S", Effective),
            Table(ArrayKeys.DropAll, "voltage that wires keep from each cell, all rows at the read voltage", "V", DropAll),
            Table(ArrayKeys.DropMean, "voltage that wires keep from each cell, rows at the mean of the array's inputs", "V", DropMean),
        ];

        static TableAxis Axis(string key, string title, int count) => new(key, title, "", [.. Enumerable.Range(0, count).Select(k => (double)k)]);
        LookupTable Table(string key, string title, string unit, double[][] values) => new(key, title, unit, axes, (double[])[.. values.SelectMany(v => v)]);
    }

    /// <summary>0 V where the array has no sample.</summary>
    private static LineBias[] Mean(ArraySamples samples, int array)
    {
        var (sums, count) = (new double[samples.Rows], 0);
        for (var s = 0; s < samples.Count; s++)
        {
            if (samples.Arrays[s] != array)
                continue;
            count++;
            for (var i = 0; i < sums.Length; i++)
                sums[i] += samples.Input(s)[i];
        }

        return [.. sums.Select(v => (LineBias)(count > 0 ? v / count : 0))];
    }
}
