using MathNet.Numerics.LinearAlgebra.Double;

namespace CircuitSim.Numerics;

/// <summary>
/// Least squares inside bounds by Levenberg's and Marquardt's method (K. Madsen, H. B. Nielsen, O. Tingleff, "Methods for
/// Non-linear Least Squares Problems", 2004, 3.2), with parameters that a bound holds left out of a step. MathNet's own minimizer
/// reaches bounds by a sine, whose slope is zero there: a start at a bound never leaves it, and a fit whose answer is a bound (a device
/// that starts in its HRS, an exponent of 1) only creeps towards it. Linear systems are MathNet's. A few parameters, any number of residuals.
/// </summary>
public static class BoundedLeastSquares
{
    /// <summary>Of the distance between the bounds: where slopes are taken.</summary>
    private const double Difference = 1e-6;

    /// <summary>Part of the cost; two steps in a row that gain less are the end.</summary>
    private const double LeastGain = 1e-9;

    private const double MostDamping = 1e14;

    /// <param name="residuals">Null where a point has none.</param>
    /// <param name="start">[parameters]; moved inside the bounds.</param>
    /// <param name="least">Lower bounds, finite.</param>
    /// <param name="greatest">Upper bounds, finite and not below the lower ones; where both are one the parameter stays.</param>
    /// <returns>Null where the start has no residuals.</returns>
    public static LeastSquaresOutcome? Minimize(
        Func<double[], double[]?> residuals, double[] start, double[] least, double[] greatest, int mostSteps, CancellationToken cancellationToken = default)
    {
        double[] point = [.. start.Select((x, k) => Math.Clamp(x, least[k], greatest[k]))];
        if (residuals(point) is not { } now)
            return null;
        var (cost, damping, growth, small) = (Product(now, now), 1e-3, 2.0, 0);
        for (var step = 0; step < mostSteps; step++)
        {
            var columns = Jacobian(residuals, point, now, least, greatest);
            double[] gradient = [.. columns.Select(c => Product(c, now))];
            int[] free = [.. Enumerable.Range(0, point.Length).Where(k =>
                gradient[k] != 0 && !(point[k] <= least[k] && gradient[k] > 0) && !(point[k] >= greatest[k] && gradient[k] < 0))];
            if (free.Length == 0)
                return new LeastSquaresOutcome(point, now, cost, true);
            var squares = DenseMatrix.Create(free.Length, free.Length, (a, b) => Product(columns[free[a]], columns[free[b]]));
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (next, predicted) = Step(point, free, squares, gradient, damping, least, greatest);
                var there = residuals(next);
                var reached = there is null ? double.PositiveInfinity : Product(there, there);
                if (reached < cost)
                {
                    var ratio = predicted > 0 ? (cost - reached) / predicted : 1;
                    (damping, growth) = (Math.Max(1e-15, damping * Math.Max(1.0 / 3, 1 - Math.Pow(2 * ratio - 1, 3))), 2);
                    small = cost - reached <= LeastGain * cost ? small + 1 : 0;
                    (point, now, cost) = (next, there!, reached);
                    break;
                }

                (damping, growth) = (damping * growth, growth * 2);
                if (damping > MostDamping)
                    return new LeastSquaresOutcome(point, now, cost, true);
            }

            if (small == 2)
                return new LeastSquaresOutcome(point, now, cost, true);
        }

        return new LeastSquaresOutcome(point, now, cost, false);
    }

    /// <summary>∂residuals/∂parameter, a column for each, by differences inside the bounds: forward, or, slower and closer, central.</summary>
    /// <param name="here">The residuals of the point.</param>
    public static double[][] Jacobian(
        Func<double[], double[]?> residuals, double[] point, double[] here, double[] least, double[] greatest, bool isCentral = false)
    {
        return [.. Enumerable.Range(0, point.Length).Select(k =>
        {
            var h = Difference * (greatest[k] - least[k]);
            var (up, down) = (point[k] + h <= greatest[k], point[k] - h >= least[k]);
            var above = up ? At(k, h) : null;
            var below = (isCentral || above is null) && down ? At(k, -h) : null;
            var distance = (above is null ? 0 : h) + (below is null ? 0 : h);
            (above, below) = (above ?? here, below ?? here);
            return distance > 0 ? above.Zip(below, (a, b) => (a - b) / distance).ToArray() : new double[here.Length];
        })];

        double[]? At(int k, double h)
        {
            var moved = (double[])point.Clone();
            moved[k] += h;
            return residuals(moved);
        }
    }

    /// <summary>(JᵀJ + μ diag JᵀJ) d = −Jᵀr over the free parameters, cut at the bounds, and by how much the linear model lowers the cost.</summary>
    private static (double[] Next, double Predicted) Step(
        double[] point, int[] free, DenseMatrix squares, double[] gradient, double damping, double[] least, double[] greatest)
    {
        // In units in which every column has length 1.
        double[] scale = [.. free.Select((_, a) => 1 / Math.Sqrt(squares[a, a]))];
        var system = DenseMatrix.Create(free.Length, free.Length, (a, b) => squares[a, b] * scale[a] * scale[b] + (a == b ? damping : 0));
        var step = system.LU().Solve(DenseVector.Create(free.Length, a => -gradient[free[a]] * scale[a]));
        var next = (double[])point.Clone();
        for (var a = 0; a < free.Length; a++)
            next[free[a]] = Math.Clamp(point[free[a]] + (double.IsFinite(step[a]) ? step[a] * scale[a] : 0), least[free[a]], greatest[free[a]]);
        var taken = DenseVector.Create(free.Length, a => next[free[a]] - point[free[a]]);
        return (next, -2 * free.Select((k, a) => gradient[k] * taken[a]).Sum() - taken.DotProduct(squares * taken));
    }

    private static double Product(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var k = 0; k < a.Length; k++)
            sum += a[k] * b[k];
        return sum;
    }
}
