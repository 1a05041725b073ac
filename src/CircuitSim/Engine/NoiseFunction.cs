using System.Numerics;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Numerics;

namespace CircuitSim.Engine;

/// <summary>
/// TRNOISE: white noise and 1/f^α noise at equal distances in time with straight lines between them, zero at time zero as in ngspice, and a
/// random telegraph signal. 1/f^α noise is white noise through the fractional integrator whose impulse response is
/// h₀ = 1, h_k = h_(k−1) (α/2 + k − 1)/k (N. J. Kasdin, "Discrete simulation of colored noise and stochastic processes and 1/f^α power law
/// noise generation", Proc. IEEE 83, 1995, eq. 116), so that its one-sided density is 2 σ² Δt / (2 sin(π f Δt))^α.
/// </summary>
internal sealed class NoiseFunction : SourceFunction
{
    private const int MostFlickerPoints = 1 << 21;

    /// <summary>Part of the shorter mean time that an edge of the telegraph takes: SPICE has no jumps.</summary>
    private const double EdgePart = 1e-6;

    private readonly double offset, amplitude, step, height, edge;
    private readonly double[] means;
    private readonly double[] flicker = [];
    private readonly RandomStream white, telegraph;
    private readonly List<double> switches = [];
    private long last = -1;
    private double before, behind;

    /// <param name="source">For messages.</param>
    /// <param name="stop">Of the transient [s].</param>
    public NoiseFunction(string source, TransientNoiseWaveform waveform, double stop)
    {
        var stream = new RandomStream(waveform.Seed ?? 0);
        (white, telegraph) = (stream.Child("white"), stream.Child("telegraph"));
        (offset, amplitude, step) = (waveform.Offset.Number, waveform.Amplitude.Number, waveform.Step?.Number ?? 0);
        height = waveform.TelegraphAmplitude?.Number ?? 0;
        means = [waveform.Capture?.Number ?? 0, waveform.Emission?.Number ?? 0];
        edge = EdgePart * means.Min();
        if (step > 0 && waveform.Exponent?.Number is > 0 and var exponent && waveform.FlickerAmplitude?.Number is { } part and not 0)
        {
            var points = stop / step + 2;
            if (!(points <= MostFlickerPoints))
                throw NetlistException.Because(FormattableString.Invariant($"{source}: TRNOISE has {points:0.###e0} points of 1/f noise; {MostFlickerPoints} are the most, so take a longer nt or end it sooner."));
            flicker = Flicker((int)points + 1, exponent, part, stream.Child("flicker"));
        }
    }

    public override double At(double time) => offset + Stepwise(time) + (height == 0 ? 0 : height * Level(time));

    public override double NextCorner(double time)
    {
        var corner = double.PositiveInfinity;
        if (step > 0)
        {
            corner = (Math.Floor(time / step) + 1) * step;
            // Rounding may put the time just before its own corner.
            corner = corner > time * (1 + 1e-12) ? corner : corner + step;
        }

        if (height == 0)
            return corner;
        var next = Next(time);
        var ends = next > 0 ? switches[next - 1] + edge : 0;
        return Math.Min(corner, ends > time * (1 + 1e-12) ? ends : switches[next]);
    }

    private double Stepwise(double time)
    {
        if (step <= 0 || time <= 0)
            return 0;
        var n = (long)Math.Floor(time / step);
        if (n != last)
        {
            before = n == last + 1 ? behind : Point(n);
            behind = Point(n + 1);
            last = n;
        }

        return before + (time / step - n) * (behind - before);
    }

    private double Point(long n) => n == 0 ? 0
        : (amplitude == 0 ? 0 : amplitude * white.Child("point", n).NextNormal()) + (flicker.Length == 0 ? 0 : flicker[Math.Min(n, flicker.Length - 1)] - flicker[0]);

    private static double[] Flicker(int count, double exponent, double amplitude, RandomStream stream)
    {
        // Padded with as many zeros, so that the end does not reach around into the start.
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * count));
        var (noise, response) = (new Complex[size], new Complex[size]);
        for (var k = 0; k < count; k++)
        {
            noise[k] = amplitude * stream.NextNormal();
            response[k] = k == 0 ? 1 : response[k - 1] * ((exponent / 2 + k - 1) / k);
        }

        FastFourierTransform.Forward(noise);
        FastFourierTransform.Forward(response);
        // Back by the transform of the conjugates, whose real parts are those of the inverse.
        for (var k = 0; k < size; k++)
            noise[k] = Complex.Conjugate(noise[k] * response[k]);
        FastFourierTransform.Forward(noise);
        return [.. noise.Take(count).Select(x => x.Real / size)];
    }

    /// <summary>From 0 at the bottom to 1 at the top.</summary>
    private double Level(double time)
    {
        var next = Next(time);
        if (next == 0)
            return 0;
        var part = Math.Min((time - switches[next - 1]) / edge, 1);
        return next % 2 == 1 ? part : 1 - part;
    }

    /// <summary>Index of the first switch behind a time; the times between them are exponential.</summary>
    private int Next(double time)
    {
        while (switches.Count == 0 || switches[^1] <= time)
            switches.Add((switches.Count == 0 ? 0 : switches[^1]) - means[switches.Count % 2] * Math.Log(telegraph.NextUniform()));
        var found = switches.BinarySearch(time);
        return found < 0 ? ~found : found + 1;
    }
}
