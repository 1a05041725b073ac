namespace CircuitSim.Numerics;

/// <summary>Where <see cref="BoundedLeastSquares"/> arrived.</summary>
/// <param name="Point">[parameters]</param>
/// <param name="Residuals">There.</param>
/// <param name="Cost">Sum of their squares.</param>
/// <param name="Converged">Whether nothing was left to gain; otherwise the steps were used up.</param>
public sealed record LeastSquaresOutcome(double[] Point, double[] Residuals, double Cost, bool Converged);
