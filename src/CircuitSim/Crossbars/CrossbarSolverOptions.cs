namespace CircuitSim.Crossbars;

/// <summary>How an array is solved, and how well.</summary>
public sealed record CrossbarSolverOptions
{
    /// <summary>For results that are to be compared digit by digit: everything that double precision gives.</summary>
    public static CrossbarSolverOptions Tightest { get; } = new() { Tolerance = 0 };

    /// <summary>
    /// Bound on the error of any port current, relative to the largest one. Below what rounding leaves (the second term of
    /// <see cref="CrossbarOutcome.CurrentErrorBound"/>) it asks for the same as that term does.
    /// </summary>
    public double Tolerance { get; init; } = 1e-10;

    public CrossbarMethod Method { get; init; } = CrossbarMethod.Automatic;

    /// <summary>Threads that share one solve; the result does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Start from the voltages of the solve before: faster where little has changed, but the last digits then depend on the past.</summary>
    public bool StartsWarm { get; init; }

    /// <summary>Which instructions to use; the result does not depend on it.</summary>
    public SimdWidth Simd { get; init; } = SimdWidth.Widest;
}
