using System.Diagnostics;
using CircuitSim.Crossbars;
using CircuitSim.Devices;

namespace CircuitSim.Experiments.Arrays;

/// <summary>Solves one case with the array solver.</summary>
public static class ArraySolve
{
    /// <param name="options">How it is solved, and how well.</param>
    /// <param name="spare">Where one array after the other is solved.</param>
    /// <exception cref="ConvergenceException">The bound was not reached.</exception>
    /// <exception cref="SingularMatrixException">A floating line is tied to no voltage by cells that conduct.</exception>
    public static ArraySolution Run(ArrayCase array, CrossbarSolverOptions options, SpareSolver? spare = null)
    {
        var currents = new double[array.Columns];
        var clock = Stopwatch.StartNew();
        var (outcome, wordLineVoltages, bitLineVoltages) = Solve(array, options, currents, spare);
        var seconds = clock.Elapsed.TotalSeconds;
        return new ArraySolution(array, array.WithoutWires(), outcome, seconds, currents, wordLineVoltages, bitLineVoltages);
    }

    internal static (CrossbarOutcome Outcome, double[] WordLineVoltages, double[] BitLineVoltages) Solve(ArrayCase array, CrossbarSolverOptions options, Span<double> currents, SpareSolver? spare = null)
    {
        if (array.Curvature == 0)
        {
            var solver = spare?.Take(array.Wiring, options) ?? new CrossbarSolver(array.Wiring, options);
            solver.Factor(array.Conductances.Span);
            var found = solver.Solve(array.WordLines.Span, array.BitLines.Span, currents);
            var (wordLineVoltages, bitLineVoltages) = (solver.WordLineVoltages.ToArray(), solver.BitLineVoltages.ToArray());
            spare?.Return(solver, options);
            return (found, wordLineVoltages, bitLineVoltages);
        }

        if (options.Method == CrossbarMethod.Dissection)
            throw InvalidParameterException.Because("method", "dissection solves arrays of ohmic cells alone; take another method, or the curvature 0.");
        var cells = new HyperbolicSineCell[array.Conductances.Length];
        for (var k = 0; k < cells.Length; k++)
        {
            var g = array.Conductances.Span[k];
            cells[k] = g > 0
                ? new HyperbolicSineCell(g / array.Curvature, array.Curvature)
                : throw InvalidParameterException.Because("curvature", $"cell ({k / array.Columns}, {k % array.Columns}) is open, and an open cell has no curve; give it a small conductance.");
        }

        var newton = new NonlinearCrossbarSolver<HyperbolicSineCell>(array.Wiring, cells, options);
        var outcome = newton.Solve(array.WordLines.Span, array.BitLines.Span, currents);
        var (word, bit) = (new double[cells.Length], new double[cells.Length]);
        newton.ReadVoltages(word, bit);
        return (new CrossbarOutcome(outcome.Method, outcome.Iterations, outcome.CurrentErrorBound, outcome.Converged), word, bit);
    }
}
