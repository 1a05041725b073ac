using System.Numerics;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Results.Spectra;

/// <summary>The points of a quantity along time, straight between each other, and their harmonics and spectra.</summary>
internal sealed class RecordedWave(WaveformQuantity quantity)
{
    /// <summary>Below this half of an angle a series is more exact than its closed form.</summary>
    private const double SmallAngle = 0.05;

    private readonly List<double> times = [], values = [];

    public void Add(double time, ReadOnlySpan<double> point)
    {
        times.Add(time);
        values.Add(quantity.At(time, point));
    }

    /// <summary>
    /// Harmonics by the exact integrals of the straight lines over the periods, so that corners and jumps of a wave count for what they are. No
    /// grid is laid over the points, and nothing is folded.
    /// </summary>
    /// <param name="count">How many, where the request does not say.</param>
    public HarmonicTable Harmonics(FourierRequest request, int count, string name, string unit)
    {
        var frequency = request.Frequency.Number;
        if (times.Count < 2 || request.Interval(times[0], times[^1]) is not { } interval)
            return new HarmonicTable(name, unit, frequency, 0, []);
        var (start, end) = interval;
        var harmonics = new List<Harmonic>();
        for (var k = 1; k <= (request.Harmonics ?? count); k++)
        {
            // ∫ y e^(−iω(t − start)) dt = ∫ y cos − i ∫ y sin
            var integral = Integral(start, end, 2 * Math.PI * k * frequency) * 2 / (end - start);
            harmonics.Add(new Harmonic(k, k * frequency, integral.Magnitude, double.RadiansToDegrees(Math.Atan2(integral.Real, -integral.Imaginary))));
        }

        return new HarmonicTable(name, unit, frequency, Integral(start, end, 0).Real / (end - start), harmonics);
    }

    /// <summary>The transform of the weighted samples, which the engine has landed on; between the points of others, straight lines.</summary>
    /// <returns>Null where there is nothing to sample.</returns>
    public Spectrum? Spectrum(SpectrumRequest request, string name, string unit, bool isPeriodic)
    {
        if (times.Count < 2 || request.Interval(times[0], times[^1]) is not { } interval)
            return null;
        var (start, end) = interval;
        var n = request.Points;
        var weights = WindowWeights.Of(request.Window, n, request.Shape, isPeriodic);
        var samples = new Complex[n];
        var at = 0;
        for (var k = 0; k < n; k++)
        {
            var time = FlatNetlist.SampleTime(start, end, n, k);
            while (at < times.Count - 2 && times[at + 1] < time)
                at++;
            samples[k] = weights[k] * Between(at, time);
        }

        FastFourierTransform.Forward(samples);
        // Both sides as one; of the last line, which has no other side, HSPICE's and Xyce's way.
        var coefficients = samples.Take(n / 2 + 1).Select((x, k) => x * ((k == 0 || (isPeriodic && k == n / 2) ? 1.0 : 2.0) / n)).ToArray();
        var spacing = 1 / (end - start);
        int LineOf(ElementValue? frequency, int otherwise) => frequency is { } given ? (int)Math.Clamp(Math.Round(given.Number / spacing), 0, int.MaxValue) : otherwise;
        var signal = Math.Clamp(LineOf(request.Frequency, 1), 1, n / 2);
        var highest = LineOf(request.HighestFrequency, n / 2);
        return new Spectrum(name, unit, spacing, coefficients, signal, request.LowestFrequency is null ? null : LineOf(request.LowestFrequency, 0), highest);

        double Between(int segment, double time) => values[segment] + (values[segment + 1] - values[segment]) * ((time - times[segment]) / (times[segment + 1] - times[segment]));
    }

    /// <summary>∫ y(t) e^(−iω(t − start)) dt between two times.</summary>
    private Complex Integral(double start, double end, double omega)
    {
        var sum = Complex.Zero;
        for (var k = Math.Max(FirstBehind(start) - 1, 0); k + 1 < times.Count && times[k] < end; k++)
        {
            var (a, b) = (Math.Max(times[k], start), Math.Min(times[k + 1], end));
            var h = b - a;
            if (!(h > 0))
                continue;
            var slope = (values[k + 1] - values[k]) / (times[k + 1] - times[k]);
            var (middle, rise) = (values[k] + slope * ((a + b) / 2 - times[k]), slope * h);
            // With u from −1 to 1 over the step and φ = ωh/2: ∫ (m + d u/2) e^(−iφu) du · h/2 = h (m sin φ/φ − i d/2 · (sin φ − φ cos φ)/φ²).
            var phi = omega * h / 2;
            var even = Math.Abs(phi) < SmallAngle ? 1 - phi * phi / 6 * (1 - phi * phi / 20) : Math.Sin(phi) / phi;
            var odd = Math.Abs(phi) < SmallAngle ? phi / 3 * (1 - phi * phi / 10 * (1 - phi * phi / 28)) : (Math.Sin(phi) - phi * Math.Cos(phi)) / (phi * phi);
            sum += h * new Complex(middle * even, -rise / 2 * odd) * Complex.FromPolarCoordinates(1, -omega * ((a + b) / 2 - start));
        }

        return sum;
    }

    private int FirstBehind(double time)
    {
        var found = times.BinarySearch(time);
        return found < 0 ? ~found : found + 1;
    }
}
