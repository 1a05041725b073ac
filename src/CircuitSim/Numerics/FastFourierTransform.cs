using System.Numerics;

namespace CircuitSim.Numerics;

/// <summary>The discrete Fourier transform X_k = Σ x_n e^(−2πi kn/N) of N = 2^m values, by Cooley and Tukey's halving (1965). Stateless.</summary>
public static class FastFourierTransform
{
    /// <summary>Replaces the values by their transform. O(N log N), in place.</summary>
    /// <param name="values">A power of two of them.</param>
    public static void Forward(Span<Complex> values)
    {
        var n = values.Length;
        if (!BitOperations.IsPow2(n))
            throw InvalidParameterException.Because(nameof(values), $"a transform takes a power of two of values, not {n}.");
        // Into the order of reversed bits.
        for (int k = 1, reversed = 0; k < n; k++)
        {
            var bit = n >> 1;
            for (; (reversed & bit) != 0; bit >>= 1)
                reversed ^= bit;
            reversed |= bit;
            if (k < reversed)
                (values[k], values[reversed]) = (values[reversed], values[k]);
        }

        // Each root by its own sine and cosine: products of them lose digits.
        var roots = new Complex[n / 2];
        for (var k = 0; k < roots.Length; k++)
            roots[k] = Complex.FromPolarCoordinates(1, -2 * Math.PI * k / n);
        for (var length = 2; length <= n; length *= 2)
        {
            var (half, stride) = (length / 2, n / length);
            for (var start = 0; start < n; start += length)
            {
                for (var k = 0; k < half; k++)
                {
                    var (even, odd) = (values[start + k], values[start + half + k] * roots[k * stride]);
                    (values[start + k], values[start + half + k]) = (even + odd, even - odd);
                }
            }
        }
    }
}
