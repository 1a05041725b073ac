using System.Numerics;

namespace CircuitSim.Netlists.Results.Spectra;

/// <summary>
/// What an .fft line gives: one-sided coefficients 2 X_k / N, X_0 / N, of the weighted samples, and the figures that Xyce and HSPICE make of
/// them. The windows take their part of the magnitudes: a sine of 1 V has the window's mean.
/// </summary>
/// <param name="Unit">Of the coefficients.</param>
/// <param name="Spacing">Of the lines [Hz].</param>
/// <param name="Coefficients">[N/2 + 1] from frequency zero on; phases are of cosines from the first sample on.</param>
/// <param name="Signal">The line of the signal.</param>
/// <param name="Lowest">The first line that may be spurious; null is that of the signal, or the first of all where the last one lies below it.</param>
/// <param name="Highest">The last line that may be harmonic or spurious.</param>
public sealed record Spectrum(string Name, string Unit, double Spacing, IReadOnlyList<Complex> Coefficients, int Signal, int? Lowest, int Highest)
{
    private const double BitsOffset = 1.76, DecibelsPerBit = 6.02;

    /// <summary>What is further below is rounding, as in Xyce [dB].</summary>
    private const double Floor = 200;

    /// <summary>Signal to all else but the constant [dB]; null where there is nothing at all.</summary>
    /// <param name="breadth">Lines to each side of the signal's that belong to it.</param>
    public double? SignalToNoiseAndDistortion(int breadth = 0) => Ratio(Power(k => IsSignal(k, breadth)), Power(k => k > 0 && !IsSignal(k, breadth)));

    /// <summary>(SNDR − 1.76 dB)/6.02 dB.</summary>
    public double? EffectiveBits(int breadth = 0) => (SignalToNoiseAndDistortion(breadth) - BitsOffset) / DecibelsPerBit;

    /// <summary>Signal to what is no multiple of it, or lies above the highest line [dB].</summary>
    public double? SignalToNoise(int? highest = null) => Ratio(Power(k => k == Signal), Power(k => k > 0 && (k % Signal != 0 || k > Math.Max(highest ?? Highest, Signal))));

    /// <summary>Multiples of the signal, up to the highest line, to the signal [dB].</summary>
    public double? Distortion(int? highest = null) => Ratio(Power(k => k >= 2 * Signal && k % Signal == 0 && k <= (highest ?? Highest)), Power(k => k == Signal));

    /// <summary>Signal to the largest other line between the lowest and the highest [dB].</summary>
    public double? SpuriousFreeRange(int breadth = 0, int? lowest = null, int? highest = null)
    {
        var last = Math.Min(highest ?? Highest, Coefficients.Count - 1);
        var first = lowest ?? Lowest ?? (last >= Signal ? Signal : 1);
        var others = Enumerable.Range(first, Math.Max(last - first + 1, 0)).Where(k => k > 0 && !IsSignal(k, breadth)).Select(k => Square(k)).DefaultIfEmpty(0).Max();
        return Ratio(Square(Signal), others);
    }

    /// <summary>The line nearest to a frequency; null outside of the spectrum.</summary>
    public int? LineAt(double frequency) => Math.Round(frequency / Spacing) is var line && line >= 0 && line < Coefficients.Count ? (int)line : null;

    private bool IsSignal(int line, int breadth) => line > 0 && Math.Abs(line - Signal) <= breadth;

    private double Square(int line) => Coefficients[line].Real * Coefficients[line].Real + Coefficients[line].Imaginary * Coefficients[line].Imaginary;

    private double Power(Func<int, bool> counts) => Enumerable.Range(0, Coefficients.Count).Where(counts).Sum(Square);

    private static double? Ratio(double of, double to) => of > 0 || to > 0 ? Math.Clamp(10 * Math.Log10(of / to), -Floor, Floor) : null;
}
