using System.Numerics;

namespace CircuitSim.Numerics;

/// <summary>The discrete Fourier transform of 2^k values, in place (Cooley and Tukey, 1965).</summary>
internal static class FourierTransform
{
    /// <param name="values">Replaced by Σ x_n e^(∓2πi kn/N), without a factor; their number is a power of two.</param>
    /// <param name="isInverse">Takes the positive sign.</param>
    public static void Apply(Complex[] values, bool isInverse = false)
    {
        var count = values.Length;
        for (int k = 1, reversed = 0; k < count; k++)
        {
            var bit = count >> 1;
            for (; (reversed & bit) != 0; bit >>= 1)
                reversed ^= bit;
            reversed ^= bit;
            if (k < reversed)
                (values[k], values[reversed]) = (values[reversed], values[k]);
        }

        var roots = new Complex[Math.Max(count / 2, 1)];
        for (var k = 0; k < roots.Length; k++)
            roots[k] = Complex.FromPolarCoordinates(1, (isInverse ? 2 : -2) * Math.PI * k / count);
        for (var half = 1; half < count; half *= 2)
        {
            for (var start = 0; start < count; start += 2 * half)
            {
                for (var k = 0; k < half; k++)
                {
                    var odd = values[start + half + k] * roots[k * (count / (2 * half))];
                    (values[start + k], values[start + half + k]) = (values[start + k] + odd, values[start + k] - odd);
                }
            }
        }
    }
}
