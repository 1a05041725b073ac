using CircuitSim.Numerics;

namespace CircuitSim;

/// <summary>An iteration that ended without an answer within its tolerance: where, how far off, and what to try.</summary>
public sealed class ConvergenceException : CircuitSimException
{
    private ConvergenceException(string analysis, int iterations, double residual, double tolerance, string? where, double? time, string message)
        : base(message)
    {
        Analysis = analysis;
        Iterations = iterations;
        Residual = residual;
        Tolerance = tolerance;
        Where = where;
        Time = time;
    }

    public string Analysis { get; }

    public int Iterations { get; }

    /// <summary>Last residual, in the unit of <see cref="Tolerance"/>.</summary>
    public double Residual { get; }

    public double Tolerance { get; }

    /// <summary>The node, element or cell that was furthest off, by name.</summary>
    public string? Where { get; }

    /// <summary>Time at which the analysis stopped [s]; null outside a transient.</summary>
    public double? Time { get; }

    public static ConvergenceException NotReached(
        string analysis, int iterations, double residual, double tolerance, string? where, string remedy, double? time = null) =>
        new(analysis, iterations, residual, tolerance, where, time,
            $"{analysis} did not converge{(time is { } t ? $" at t = {SiText.Format(t, "s")}" : "")} in {iterations} iterations: "
            + $"residual {SiText.Scientific(residual)}, tolerance {SiText.Scientific(tolerance)}"
            + $"{(where is null ? "" : $", worst at {where}")}. {remedy}");
}
