using MathNet.Numerics.LinearAlgebra.Double;

namespace CircuitSim.Devices.Fitting;

/// <summary>Covariances of the parameters of a fit.</summary>
internal static class FitCovariance
{
    /// <summary>(JᵀJ/s² + diag 1/span²)⁻¹, [parameters × parameters].</summary>
    /// <param name="columns">Of J.</param>
    /// <param name="variance">s².</param>
    /// <param name="spans">Distance of each parameter's bounds.</param>
    public static double[,] Of(double[][] columns, double variance, double[] spans)
    {
        var n = columns.Length;
        if (n == 0)
            return new double[0, 0];
        // In units of the spans: (JᵀJ spans²/s² + 1)⁻¹ is well conditioned whatever the data leave open.
        variance = Math.Max(variance, double.Epsilon / 1e-20);
        var information = DenseMatrix.Create(n, n, (a, b) => columns[a].Zip(columns[b], (x, y) => x * y).Sum() * spans[a] * spans[b] / variance + (a == b ? 1 : 0));
        double[] scale = [.. Enumerable.Range(0, n).Select(a => 1 / Math.Sqrt(information[a, a]))];
        var inverse = DenseMatrix.Create(n, n, (a, b) => information[a, b] * scale[a] * scale[b]).Inverse();
        var covariance = new double[n, n];
        for (var a = 0; a < n; a++)
        {
            for (var b = 0; b < n; b++)
                covariance[a, b] = inverse[a, b] * scale[a] * scale[b] * spans[a] * spans[b];
        }

        return covariance;
    }

    /// <summary>T C Tᵀ.</summary>
    public static double[,] Transformed(double[,] covariance, double[,] slopes)
    {
        if (covariance.Length == 0)
            return covariance;
        var t = DenseMatrix.OfArray(slopes);
        return (t * DenseMatrix.OfArray(covariance) * t.Transpose()).ToArray();
    }

    /// <summary>[parameters × parameters]</summary>
    public static IReadOnlyList<double[]> Correlations(double[,] covariance) =>
        [.. Enumerable.Range(0, covariance.GetLength(0)).Select(a => Enumerable.Range(0, covariance.GetLength(0))
            .Select(b => a == b ? 1 : covariance[a, b] / Math.Sqrt(covariance[a, a] * covariance[b, b])).ToArray())];
}
