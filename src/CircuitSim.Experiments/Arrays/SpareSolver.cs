using CircuitSim.Crossbars;

namespace CircuitSim.Experiments.Arrays;

/// <summary>
/// Keeps the solver of the last array for the next one of the same wiring, so that thousands of arrays take its memory from the system once:
/// a third of the time of a 32 × 32 read. What it gives are the bits of a new one. Several threads may call it; one of them finds the solver.
/// </summary>
public sealed class SpareSolver
{
    private (CrossbarSolver Solver, CrossbarSolverOptions Options)[]? kept;

    internal CrossbarSolver Take(CrossbarWiring wiring, CrossbarSolverOptions options) =>
        Interlocked.Exchange(ref kept, null) is [var (solver, its)] && its == options && solver.Wiring == wiring ? solver : new CrossbarSolver(wiring, options);

    internal void Return(CrossbarSolver solver, CrossbarSolverOptions options) => kept = options.StartsWarm ? null : [(solver, options)];
}
