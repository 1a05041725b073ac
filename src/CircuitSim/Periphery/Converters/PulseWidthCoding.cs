using CircuitSim.Netlists.Elements;

namespace CircuitSim.Periphery.Converters;

/// <summary>
/// Codes as the width of a pulse instead of its height: a row gets Amplitude for code/FullScale of the longest pulse, and what a
/// column's current moves within it is the charge that the code asks for. Edges are straight and the width is that at half height, so
/// the area is Amplitude times width exactly.
/// </summary>
public sealed record PulseWidthCoding
{
    /// <summary>The code of the longest pulse, e.g. 16 or 255; codes run from 0 to it.</summary>
    public required int FullScale { get; init; }

    /// <summary>[V]</summary>
    public required double Amplitude { get; init; }

    /// <summary>Width of full scale [s].</summary>
    public required double Longest { get; init; }

    /// <summary>Length of each edge, at most the width of code 1 [s].</summary>
    public required double Edge { get; init; }

    /// <summary>[s]</summary>
    /// <exception cref="InvalidParameterException">There is no such code.</exception>
    public double Width(int code) => code >= 0 && code <= FullScale
        ? code * (Longest / FullScale)
        : throw InvalidParameterException.Because("code", $"code = {code} must be one of 0 to {FullScale}, the full scale of the pulse width.");

    /// <summary>What a row's source gives; 0 V throughout for code 0.</summary>
    /// <param name="start">When the pulse rises [s].</param>
    /// <exception cref="InvalidParameterException">There is no such code, or the edges are longer than the shortest pulse.</exception>
    public PieceWiseLinearWaveform Waveform(int code, double start = 0)
    {
        Check();
        var width = Width(code);
        return new PieceWiseLinearWaveform(width == 0
            ? [new(start, 0)]
            : width == Edge
                ? [new(start, 0), new(start + Edge, Amplitude), new(start + 2 * Edge, 0)]
                : [new(start, 0), new(start + Edge, Amplitude), new(start + width, Amplitude), new(start + width + Edge, 0)]);
    }

    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public void Check()
    {
        InvalidParameterException.RequireAtLeast(FullScale, 1, "full scale");
        InvalidParameterException.RequireFinite(Amplitude, "V", "amplitude");
        InvalidParameterException.RequirePositive(Longest, "s", "longest pulse");
        InvalidParameterException.RequirePositive(Edge, "s", "edge");
        if (Edge > Longest / FullScale)
            throw InvalidParameterException.OutOfRange("edge", Edge, "s", FormattableString.Invariant($"at most {Longest / FullScale:0.###e+0} s, the width of code 1; shorten the edges or lengthen the pulse"));
    }
}
