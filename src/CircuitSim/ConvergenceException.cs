using System.Globalization;
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

    /// <summary>A transient whose step cannot shrink further.</summary>
    /// <param name="step">Length of the last attempt [s].</param>
    /// <param name="where">The unknown that kept Newton's iteration from converging; null if the error of a step stayed too large.</param>
    public static ConvergenceException StepTooSmall(
        string analysis, double time, double step, int iterations, double residual, double tolerance, string? where) =>
        new(analysis, iterations, residual, tolerance, where, time,
            $"{analysis}: the step became too small ({SiText.Format(step, "s")}) at t = {SiText.Format(time, "s")}, "
            + (where is null
                ? "because its error stayed too large. Something changes faster than any step: give edges a length, or relax reltol or chgtol."
                : $"because Newton's iteration does not converge: worst at {where}, last step {SiText.Scientific(residual)}, tolerance {SiText.Scientific(tolerance)}. "
                    + "Check the elements at that place, soften jumps of B sources and switches, or raise itl4."));

    /// <summary>A transient of steps so short, because one after the other is given up, that it would not end.</summary>
    /// <param name="step">Length of the last attempt [s].</param>
    /// <param name="steps">Steps that the rest would take at this pace.</param>
    /// <param name="most">What maxsteps is.</param>
    public static ConvergenceException Creeping(string analysis, double time, double step, double steps, double most, string where) =>
        new(analysis, 0, 0, 0, where, time, string.Create(CultureInfo.InvariantCulture,
            $"{analysis}: next to no progress at t = {SiText.Format(time, "s")}, in steps of {SiText.Format(step, "s")}, of which the rest would take {steps:0.#e0}: worst at {where}. A law there jumps again and again, or has no solution: soften jumps of B sources and switches, give nodes a capacitance, or go on with .options maxsteps={20 * Math.Max(steps, most):0.#e0}."));
}
