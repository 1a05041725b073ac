using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Experiments.LookupTables;
using CircuitSim.LookupTables;

namespace CircuitSim.Experiments.Studies;

/// <summary>
/// A network's array read with cells from a table, beside the same with the full devices, states frozen, and a bound on what differs.
/// <para>
/// With the currents i of the device and ĩ of the table, ε = max |ĩ − i| over −V … V; an array of cells that conduct has no greater
/// voltages inside than at its lines. The table's array is the device's with a source of at most ε beside every cell. The device is ohmic
/// at a frozen state, so by reciprocity a source between the nodes of a cell moves the current of column j by its current times the voltage
/// that 1 V at the sensing node of j puts across that cell: |ΔI_j| ≤ Σ ε |u − v|, over all cells. Without wires these are the column's own.
/// </para>
/// </summary>
/// <param name="Device">[images × columns] [A].</param>
/// <param name="Table">The same from the table's cells [A].</param>
/// <param name="Bounds">On their difference, [columns] [A].</param>
internal sealed record DeviceTableRead(double[] Device, double[] Table, double[] Bounds)
{
    /// <summary>Images that one solver takes.</summary>
    private const int ImagesOfABlock = 16;

    /// <summary>2⁻⁵².</summary>
    private const double Ulp = 2.220446049250313e-16;

    public double Difference => Device.Zip(Table, (a, b) => Math.Abs(a - b)).Max();

    public double Bound => Bounds.Max();

    public double Largest => Device.Max(Math.Abs);

    /// <summary>The table's cells against the devices'.</summary>
    public static DeviceTableRead Run(StudyRun run, TabledDevice device, DeviceTable table, MappedLayer read, InputBatch inputs, CrossbarWiring wiring, IStudyStep step)
    {
        var (cells, v) = (read.Weights.Conductances.ToArray(), read.ReadVoltage);
        var full = EffectiveConductance.Compute(wiring, cells, CrossbarSolverOptions.Tightest);
        var (found, solverBound) = table.IsOhmic ? Ohmic(table, read, inputs, wiring, cells) : Nonlinear(run, table, read, inputs, wiring, cells, step);
        var errors = cells.Distinct().ToDictionary(g => g, g => Error(device, table, g, v));
        var bounds = Propagated(wiring, cells, errors);
        var currents = read.Currents(inputs, full.Values);
        // Two sums over the rows round, too.
        var rounding = 2 * wiring.Rows * Ulp * currents.Max();
        var solvers = solverBound + full.Outcome.CurrentErrorBound * full.Values.ToArray().Max() * wiring.Rows * v + rounding;
        return new DeviceTableRead(currents, found, Array.ConvertAll(bounds, b => b + solvers));
    }

    /// <summary>max |ĩ − i| of a cell. The device's line against the table's broken one is furthest at a corner, or at an end [A].</summary>
    private static double Error(TabledDevice device, DeviceTable table, double conductance, double voltage)
    {
        var w = device.Device.StateForResistance(Math.Clamp(1 / conductance, device.Device.LowResistance, device.Device.HighResistance));
        var cell = table.Cell(conductance);
        return table.Voltages.ToArray().Where(v => Math.Abs(v) < voltage).Concat([-voltage, voltage]).Max(v => Math.Abs(cell.Current(v, 0) - device.Device.Current(v, w)));
    }

    private static double[] Propagated(CrossbarWiring wiring, double[] cells, Dictionary<double, double> errors)
    {
        var solver = new CrossbarSolver(wiring, CrossbarSolverOptions.Tightest);
        solver.Factor(cells);
        var bounds = new double[wiring.Columns];
        for (var j = 0; j < bounds.Length; j++)
        {
            var bits = LineBias.All(wiring.Columns, 0);
            bits[j] = 1;
            solver.Solve(LineBias.All(wiring.Rows, 0), bits, new double[wiring.Columns]);
            var word = solver.WordLineVoltages;
            var bit = solver.BitLineVoltages;
            for (var k = 0; k < cells.Length; k++)
                bounds[j] += errors[cells[k]] * Math.Abs(word[k] - bit[k]);
        }

        return bounds;
    }

    private static (double[] Currents, double SolverBound) Ohmic(DeviceTable table, MappedLayer read, InputBatch inputs, CrossbarWiring wiring, double[] cells)
    {
        var effective = EffectiveConductance.Compute(wiring, Array.ConvertAll(cells, g => table.Cell(g).Conductance(read.ReadVoltage, 0)), CrossbarSolverOptions.Tightest);
        return (read.Currents(inputs, effective.Values), effective.Outcome.CurrentErrorBound * effective.Values.ToArray().Max() * wiring.Rows * read.ReadVoltage);
    }

    private static (double[] Currents, double SolverBound) Nonlinear(StudyRun run, DeviceTable table, MappedLayer read, InputBatch inputs, CrossbarWiring wiring, double[] cells, IStudyStep step)
    {
        var curved = Array.ConvertAll(cells, table.Cell);
        var blocks = run.Each((inputs.Count + ImagesOfABlock - 1) / ImagesOfABlock, step, block =>
        {
            var solver = new NonlinearCrossbarSolver<TableCell>(wiring, curved);
            var (first, bound) = (block * ImagesOfABlock, 0.0);
            var found = new double[Math.Min(ImagesOfABlock, inputs.Count - first) * wiring.Columns];
            for (var n = 0; n * wiring.Columns < found.Length; n++)
            {
                run.CancellationToken.ThrowIfCancellationRequested();
                var row = found.AsSpan(n * wiring.Columns, wiring.Columns);
                var outcome = solver.Solve(read.RowVoltages(inputs, first + n), row);
                var largest = 0.0;
                foreach (var i in row)
                    largest = Math.Max(largest, Math.Abs(i));
                bound = Math.Max(bound, outcome.CurrentErrorBound * largest);
            }

            return (Currents: found, Bound: bound);
        });
        return ([.. blocks.SelectMany(b => b.Currents)], blocks.Max(b => b.Bound));
    }
}
