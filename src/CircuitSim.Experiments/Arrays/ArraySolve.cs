using System.Diagnostics;
using CircuitSim.Crossbars;

namespace CircuitSim.Experiments.Arrays;

/// <summary>Solves one case with the array solver.</summary>
public static class ArraySolve
{
    /// <param name="options">How it is solved, and how well.</param>
    /// <exception cref="ConvergenceException">The bound was not reached.</exception>
    /// <exception cref="SingularMatrixException">A floating line is tied to no voltage by cells that conduct.</exception>
    public static ArraySolution Run(ArrayCase array, CrossbarSolverOptions options)
    {
        var solver = new CrossbarSolver(array.Wiring, options);
        var currents = new double[array.Columns];
        var clock = Stopwatch.StartNew();
        solver.Factor(array.Conductances.Span);
        var outcome = solver.Solve(array.WordLines.Span, array.BitLines.Span, currents);
        var seconds = clock.Elapsed.TotalSeconds;
        return new ArraySolution(array, array.WithoutWires(), outcome, seconds, currents, solver.WordLineVoltages.ToArray(), solver.BitLineVoltages.ToArray());
    }
}
