namespace CircuitSim.Crossbars;

/// <summary>How a solve of an array ended.</summary>
/// <param name="Method">The method that was used.</param>
/// <param name="Iterations">Iterations of conjugate gradients, those before an elimination included.</param>
/// <param name="CurrentErrorBound">
/// Bound on the error of any port current, relative to the largest one: iteration plus rounding. Where no current flows, in A.
/// For effective conductances: of any of them, relative to the largest.
/// </param>
/// <param name="Converged">
/// Whether the bound is within the tolerance, or the iteration's part within that of rounding and the bound within
/// <see cref="GreatestBound"/>.
/// </param>
public readonly record struct CrossbarOutcome(CrossbarMethod Method, int Iterations, double CurrentErrorBound, bool Converged)
{
    /// <summary>Greatest bound that is an answer at all, if the tolerance does not allow more.</summary>
    public const double GreatestBound = 1e-6;
}
