using CircuitSim.Netlists.Analyses;
using MathNet.Numerics;

namespace CircuitSim.Netlists.Results.Spectra;

/// <summary>The weights of each <see cref="SpectrumWindow"/>, from sums of cosines where they are such.</summary>
internal static class WindowWeights
{
    /// <param name="count">Samples.</param>
    /// <param name="shape">alfa of Gauss and Kaiser.</param>
    /// <param name="isPeriodic">Whether the window goes on with its first weight behind the last sample; else the last weight is the first.</param>
    public static double[] Of(SpectrumWindow window, int count, double shape, bool isPeriodic)
    {
        double length = isPeriodic ? count : count - 1;
        return [.. Enumerable.Range(0, count).Select(k => Weight(window, k / length, shape))];
    }

    /// <param name="x">From 0 to 1.</param>
    private static double Weight(SpectrumWindow window, double x, double shape) => window switch
    {
        SpectrumWindow.Bartlett => 1 - Math.Abs(2 * x - 1),
        SpectrumWindow.BartlettHann => 0.62 - 0.48 * Math.Abs(x - 0.5) + 0.38 * Math.Cos(2 * Math.PI * (x - 0.5)),
        SpectrumWindow.Hann => Cosines(x, 0.5, 0.5),
        SpectrumWindow.Hamming => Cosines(x, 0.54, 0.46),
        SpectrumWindow.BlackmanHarris3 => Cosines(x, 0.42323, 0.49755, 0.07922),
        SpectrumWindow.Blackman => Cosines(x, 0.42, 0.5, 0.08),
        SpectrumWindow.BlackmanHarris4 => Cosines(x, 0.35875, 0.48829, 0.14128, 0.01168),
        SpectrumWindow.Nuttall => Cosines(x, 0.3635819, 0.4891775, 0.1365995, 0.0106411),
        SpectrumWindow.Gauss => Math.Exp(-0.5 * Math.Pow(shape * (2 * x - 1), 2)),
        SpectrumWindow.Kaiser => SpecialFunctions.BesselI0(Math.PI * shape * Math.Sqrt(Math.Max(1 - Math.Pow(2 * x - 1, 2), 0))) / SpecialFunctions.BesselI0(Math.PI * shape),
        SpectrumWindow.Cosine4 => Cosines(x, 0.375, 0.5, 0.125),
        SpectrumWindow.HalfSine => Math.Sin(Math.PI * x),
        SpectrumWindow.HalfSine3 => Math.Pow(Math.Sin(Math.PI * x), 3),
        SpectrumWindow.HalfSine6 => Math.Pow(Math.Sin(Math.PI * x), 6),
        _ => 1,
    };

    /// <summary>a₀ − a₁ cos 2πx + a₂ cos 4πx − …</summary>
    private static double Cosines(double x, params ReadOnlySpan<double> a)
    {
        var sum = 0.0;
        for (var k = 0; k < a.Length; k++)
            sum += (k % 2 == 0 ? 1 : -1) * a[k] * Math.Cos(2 * Math.PI * k * x);
        return sum;
    }
}
