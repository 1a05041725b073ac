namespace CircuitSim.Crossbars;

/// <summary>How a solve of an array ended.</summary>
/// <param name="Iterations">Iterations of conjugate gradients.</param>
/// <param name="CurrentErrorBound">Bound on the error of any port current, relative to the largest one.</param>
/// <param name="Converged">Whether the bound is within the tolerance.</param>
public readonly record struct CrossbarOutcome(int Iterations, double CurrentErrorBound, bool Converged);
