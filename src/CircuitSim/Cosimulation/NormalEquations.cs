using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace CircuitSim.Cosimulation;

/// <summary>
/// Least squares A f ≈ b from AᵀA and Aᵀb, columns of A scaled to one length; directions that A hardly has are left at zero, so that
/// dependent columns share what belongs to them.
/// </summary>
internal static class NormalEquations
{
    /// <summary>Below this share of the largest eigenvalue, rounding of the sums is all there is.</summary>
    private const double Least = 1e-14;

    /// <param name="squares">AᵀA, [n × n].</param>
    /// <param name="products">Aᵀb, [n × right-hand sides] row-major.</param>
    /// <returns>f, [n × right-hand sides] row-major.</returns>
    public static double[] Solve(double[] squares, double[] products, int n)
    {
        var scale = Enumerable.Range(0, n).Select(k => squares[k * n + k] > 0 ? 1 / Math.Sqrt(squares[k * n + k]) : 0).ToArray();
        var decomposition = DenseMatrix.Create(n, n, (a, b) => squares[a * n + b] * scale[a] * scale[b]).Evd(Symmetricity.Symmetric);
        var values = decomposition.EigenValues.Real();
        var floor = Least * n * values.Maximum();
        var inverse = DiagonalMatrix.Build.DiagonalOfDiagonalVector(values.Map(v => v > floor ? 1 / v : 0));
        var width = products.Length / n;
        var right = DenseMatrix.Create(n, width, (a, k) => products[a * width + k] * scale[a]);
        var vectors = decomposition.EigenVectors;
        var solution = vectors * (inverse * (vectors.Transpose() * right));
        return [.. solution.EnumerateRows().SelectMany((row, a) => row.Select(v => v * scale[a]))];
    }
}
