using System.Diagnostics;
using CircuitSim.Crossbars;
using CircuitSim.Files;

namespace CircuitSim.Experiments.Arrays;

/// <summary>
/// The exact linear map of a case's array from row voltages to column currents, I_j = Σ_i V_i G(i, j). A floating line has no
/// port: its row or column is 0, and the other entries know of the paths through it.
/// </summary>
/// <param name="FloatingRows">Number of floating word lines.</param>
/// <param name="FloatingColumns">Number of floating bit lines.</param>
/// <param name="Outcome">How it was computed, and a bound on the error of any entry relative to the largest.</param>
/// <param name="Seconds">Time of factoring and solving [s].</param>
/// <param name="Values">[rows × columns] row-major [S].</param>
public sealed record ArrayEffective(
    int Rows, int Columns, int FloatingRows, int FloatingColumns, CrossbarOutcome Outcome, double Seconds, ReadOnlyMemory<double> Values)
{
    /// <summary>Name of the matrix in the archive.</summary>
    public const string Name = "effective_conductances_s";

    /// <summary>Largest entry [S].</summary>
    public double Largest { get; private init; }

    /// <summary>Smallest entry between lines that do not float [S].</summary>
    public double Smallest { get; private init; }

    /// <exception cref="SingularMatrixException">A floating line is tied to no voltage by cells that conduct.</exception>
    /// <exception cref="ConvergenceException">A solve did not reach its bound.</exception>
    public static ArrayEffective Compute(ArrayCase array, CrossbarSolverOptions options)
    {
        var clock = Stopwatch.StartNew();
        var solver = new CrossbarSolver(array.Wiring, options);
        solver.Factor(array.Conductances.Span);
        var values = new double[array.Rows * array.Columns];
        var outcome = solver.SolveEffective(array.WordLines.Span, array.BitLines.Span, values);
        var seconds = clock.Elapsed.TotalSeconds;
        double[] held = [.. values.Where((_, k) => !array.WordLines.Span[k / array.Columns].IsFloating && !array.BitLines.Span[k % array.Columns].IsFloating)];
        return new ArrayEffective(
            array.Rows, array.Columns, ArrayCase.CountFloating(array.WordLines), ArrayCase.CountFloating(array.BitLines), outcome, seconds, values)
        {
            Smallest = held.DefaultIfEmpty().Min(),
            Largest = held.DefaultIfEmpty().Max(),
        };
    }

    /// <exception cref="DataFileException">The file cannot be written.</exception>
    /// <param name="refuse">As <see cref="AtomicFile.Write"/> calls it.</param>
    public void Write(string path, Action? refuse = null) => NpzFile.Write(path, [new NpzArray(Name, [Rows, Columns], Values)], refuse);
}
