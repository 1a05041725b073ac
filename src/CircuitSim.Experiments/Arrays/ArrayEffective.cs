using System.Diagnostics;
using CircuitSim.Crossbars;
using CircuitSim.Files;

namespace CircuitSim.Experiments.Arrays;

/// <summary>The exact linear map of a case's array from row voltages to column currents, I_j = Σ_i V_i G(i, j).</summary>
/// <param name="Method">How it was computed.</param>
/// <param name="Seconds">Time of factoring and solving [s].</param>
/// <param name="Values">[rows × columns] row-major [S].</param>
public sealed record ArrayEffective(int Rows, int Columns, CrossbarMethod Method, double Seconds, ReadOnlyMemory<double> Values)
{
    /// <summary>Name of the matrix in the archive.</summary>
    public const string Name = "effective_conductances_s";

    /// <summary>Largest entry [S].</summary>
    public double Largest => Extreme(Math.Max);

    /// <summary>Smallest entry [S].</summary>
    public double Smallest => Extreme(Math.Min);

    /// <exception cref="ConvergenceException">A solve did not reach its bound.</exception>
    public static ArrayEffective Compute(ArrayCase array, CrossbarSolverOptions options)
    {
        var clock = Stopwatch.StartNew();
        var solver = new CrossbarSolver(array.Wiring, options);
        solver.Factor(array.Conductances.Span);
        var values = new double[array.Rows * array.Columns];
        var method = solver.SolveEffective(values);
        return new ArrayEffective(array.Rows, array.Columns, method, clock.Elapsed.TotalSeconds, values);
    }

    /// <exception cref="DataFileException">The file cannot be written.</exception>
    public void Write(string path) => NpzFile.Write(path, [new NpzArray(Name, [Rows, Columns], Values)]);

    private double Extreme(Func<double, double, double> pick)
    {
        var extreme = Values.Span[0];
        foreach (var value in Values.Span)
            extreme = pick(extreme, value);
        return extreme;
    }
}
