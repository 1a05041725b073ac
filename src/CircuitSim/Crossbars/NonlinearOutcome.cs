namespace CircuitSim.Crossbars;

/// <summary>How a solve of an array with nonlinear cells ended.</summary>
/// <param name="NewtonSteps">Linearizations that were solved.</param>
/// <param name="Iterations">Iterations of conjugate gradients in all of them.</param>
/// <param name="CurrentErrorBound">
/// Bound on the error of any column current, relative to the largest one, to first order: for the cells linearized at the
/// voltages found it holds as <see cref="CrossbarOutcome.CurrentErrorBound"/> does, rounding apart.
/// </param>
/// <param name="Converged">Whether the bound is within the tolerance.</param>
/// <param name="Method">How the last linearization was solved.</param>
public readonly record struct NonlinearOutcome(int NewtonSteps, int Iterations, double CurrentErrorBound, bool Converged, CrossbarMethod Method);
