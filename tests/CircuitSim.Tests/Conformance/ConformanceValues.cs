using System.Globalization;
using System.Numerics;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Tests.Conformance;

/// <summary>Values of a circuit's vectors at places of its axis, and their text: <c>axis</c> or a vector's name, then numbers.</summary>
public sealed record ConformanceValues(double[] Axis, SortedDictionary<string, double[]> Vectors, SimulationStatistics? Statistics)
{
    /// <param name="comment">The tool that made them.</param>
    public string ToText(string comment)
    {
        var lines = new List<string> { $"* {comment}", Line("axis", Axis) };
        lines.AddRange(Vectors.Select(v => Line(v.Key, v.Value)));
        return string.Join('\n', lines) + "\n";

        static string Line(string name, double[] values) =>
            name + " " + string.Join(' ', values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));
    }

    public static ConformanceValues FromText(string text)
    {
        var rows = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => !l.StartsWith('*')).Select(l => l.Split(' '))
            .ToDictionary(r => r[0], r => r.Skip(1).Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray());
        var vectors = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var (name, values) in rows.Where(r => r.Key != "axis"))
            vectors[name] = values;
        return new ConformanceValues(rows["axis"], vectors, null);
    }

    public ConformanceValues Voltages() => this with
    {
        Vectors = new SortedDictionary<string, double[]>(Vectors.Where(v => v.Key[0] == 'v').ToDictionary(), StringComparer.Ordinal),
    };

    /// <summary>
    /// The largest difference of complex amplitudes, whose real and imaginary parts are vectors such as vr(out) and vi(out), relative to
    /// the amplitude: as a change of magnitude and as an angle. An amplitude that is lost below 1e-9 of its vector's largest counts as that.
    /// </summary>
    public (double Difference, string Where, double Plain) LargestPhasorDifference(ConformanceValues reference)
    {
        Assert.Equal(reference.Axis.Length, Axis.Length);
        Assert.Equal(reference.Vectors.Keys, Vectors.Keys);
        var (worst, where) = (0.0, "nowhere");
        foreach (var name in reference.Vectors.Keys.Where(k => k[1] == 'r'))
        {
            var (expected, actual) = (Amplitudes(reference, name), Amplitudes(this, name));
            var floor = 1e-9 * expected.Max(Complex.Abs) + double.Epsilon;
            for (var k = 0; k < expected.Length; k++)
            {
                Assert.InRange(Axis[k], reference.Axis[k] * (1 - 1e-9), reference.Axis[k] * (1 + 1e-9));
                var difference = Complex.Abs(actual[k] - expected[k]) / Math.Max(Complex.Abs(expected[k]), floor);
                if (!(difference <= worst))
                    (worst, where) = (difference, string.Create(CultureInfo.InvariantCulture, $"{name} at {Axis[k]:G6} Hz: {actual[k]:R} against {expected[k]:R}"));
            }
        }

        return (worst, where, worst);

        static Complex[] Amplitudes(ConformanceValues values, string name) =>
            [.. values.Vectors[name].Zip(values.Vectors[name.Remove(1, 1).Insert(1, "i")], (re, im) => new Complex(re, im))];
    }

    /// <summary>
    /// The largest difference of densities and the total at the output, relative to each. ngspice's total at the input is off by percents:
    /// within a step it refers noise by the gain at the step's end (netlists/README.md).
    /// </summary>
    public (double Difference, string Where, double Plain) LargestNoiseDifference(ConformanceValues reference)
    {
        Assert.Equal(reference.Vectors.Keys, Vectors.Keys);
        var (worst, where) = (0.0, "nowhere");
        foreach (var (name, expected) in reference.Vectors.Where(v => v.Key != "inoise_total"))
        {
            Assert.Equal(expected.Length, Vectors[name].Length);
            for (var k = 0; k < expected.Length; k++)
            {
                var difference = Math.Abs(Vectors[name][k] / expected[k] - 1);
                if (!(difference <= worst))
                    (worst, where) = (difference, string.Create(CultureInfo.InvariantCulture, $"{name} [{k}]: {Vectors[name][k]:R} against {expected[k]:R}"));
            }
        }

        return (worst, where, worst);
    }

    /// <summary>
    /// The largest difference between two sets of values and where it is. At single points and in sweeps it is relative
    /// to the value, with floors of 1 µV, 1 pA and 1 fm on the difference; along time, to the vector's largest magnitude.
    /// </summary>
    /// <returns>
    /// Also the plain relative difference, without floors, of the values above 1 mV and 1 nA: what a reader wants to know.
    /// </returns>
    public (double Difference, string Where, double Plain) LargestDifference(ConformanceValues reference, bool alongTime)
    {
        Assert.Equal(reference.Axis.Length, Axis.Length);
        var (worst, where, plain) = (0.0, "nowhere", 0.0);
        Assert.Empty(reference.Vectors.Keys.Except(Vectors.Keys));
        foreach (var (name, expected) in reference.Vectors)
        {
            var actual = Vectors[name];
            // States are lengths of nanometres.
            var floor = name[0] switch { 'i' or 's' => 1e-12, 'w' => 1e-15, _ => 1e-6 };
            var range = expected.Max(Math.Abs);
            for (var k = 0; k < expected.Length; k++)
            {
                var difference = Math.Abs(actual[k] - expected[k]);
                if (difference == 0)
                    continue;
                if (Math.Abs(expected[k]) > 1e3 * floor)
                    plain = Math.Max(plain, difference / (alongTime ? range : Math.Abs(expected[k])));
                var relative = alongTime
                    ? Math.Max(difference - floor, 0) / Math.Max(range, floor)
                    : Math.Max(difference - floor, 0) / Math.Max(Math.Abs(expected[k]), Math.Abs(actual[k]));
                // A NaN must be the worst of all.
                if (!(relative <= worst))
                    (worst, where) = (relative, string.Create(CultureInfo.InvariantCulture, $"{name} at {Axis[k]:G6}: {actual[k]:R} against {expected[k]:R}"));
            }
        }

        return (worst, where, plain);
    }
}
