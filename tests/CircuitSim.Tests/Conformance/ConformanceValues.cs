using System.Globalization;
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
        Vectors = new SortedDictionary<string, double[]>(Vectors.Where(v => v.Key.StartsWith("v(", StringComparison.Ordinal)).ToDictionary(), StringComparer.Ordinal),
    };

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
            var floor = name[0] switch { 'i' => 1e-12, 'w' => 1e-15, _ => 1e-6 };
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
