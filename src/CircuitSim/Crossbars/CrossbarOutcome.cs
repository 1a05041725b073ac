namespace CircuitSim.Crossbars;

/// <summary>How a solve of an array ended.</summary>
/// <param name="Method">The method that was used.</param>
/// <param name="Iterations">Iterations of conjugate gradients, and corrections by elimination.</param>
/// <param name="CurrentErrorBound">
/// Bound on the error of any port current, relative to the largest one: iteration plus rounding.
/// </param>
/// <param name="Converged">
/// Whether the iteration's part is within the tolerance, or within the part of rounding, or as small as an elimination can make it.
/// </param>
public readonly record struct CrossbarOutcome(CrossbarMethod Method, int Iterations, double CurrentErrorBound, bool Converged);
