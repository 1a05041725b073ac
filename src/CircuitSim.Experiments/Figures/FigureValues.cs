using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Figures;

/// <summary>
/// What a figure shows, for the script of its page: exact to the last bit as far as <see cref="Most"/> numbers, each once; of
/// more, the lowest and the highest of equal parts, which the figure then says.
/// </summary>
internal static class FigureValues
{
    /// <summary>Numbers of a figure: half a megabyte of page.</summary>
    public const int Most = 50_000;

    public static JsonObject Lines(IReadOnlyList<FigureSeries> series, AxisRuler x, AxisRuler y)
    {
        var (lines, places) = (new JsonArray(), new List<double[]>());
        foreach (var s in series)
        {
            var points = Thinned(s.Points, Most / 2 / series.Count);
            double[] xs = [.. points.Select(p => p.X)];
            // Lines over the same places, such as waveforms of one run, hold them once.
            var same = places.FindIndex(p => p.AsSpan().SequenceEqual(xs));
            var line = new JsonObject { ["name"] = s.Name, ["x"] = same >= 0 ? same : Text(xs), ["y"] = Text([.. points.Select(p => p.Y)]) };
            places.Add(xs);
            if (s.AsRings)
                line["rings"] = true;
            if (points.Count < s.Points.Count)
                line["of"] = s.Points.Count;
            lines.Add((JsonNode)line);
        }

        return new JsonObject { ["x"] = x.ToJson(), ["y"] = y.ToJson(), ["lines"] = lines };
    }

    /// <summary>A table, where a figure has no axes to read it from.</summary>
    public static JsonObject Table(IEnumerable<string> header, IEnumerable<IEnumerable<object>> rows) => new()
    {
        ["rows"] = new JsonArray([Row(header), .. rows.Select(Row)]),
    };

    /// <summary>IEEE 754 doubles, little-endian, in base 64: 11 characters each and no rounding.</summary>
    public static string Text(ReadOnlySpan<double> values) => Convert.ToBase64String(MemoryMarshal.AsBytes(values));

    private static JsonNode Row(IEnumerable<object> cells) => new JsonArray([.. cells.Select(c => c is double v ? double.IsFinite(v) ? (JsonNode)v : null : (JsonNode)c.ToString()!)]);

    /// <summary>At most so many of the points: of each part the lowest and the highest, in their order.</summary>
    private static IReadOnlyList<(double X, double Y)> Thinned(IReadOnlyList<(double X, double Y)> points, int most)
    {
        if (points.Count <= most)
            return points;
        var kept = new List<(double, double)>(most);
        var parts = Math.Max(1, most / 2);
        for (var part = 0; part < parts; part++)
        {
            var (from, to) = ((int)((long)points.Count * part / parts), (int)((long)points.Count * (part + 1) / parts));
            var (low, high) = (from, from);
            for (var k = from; k < to; k++)
                (low, high) = (points[k].Y < points[low].Y ? k : low, points[k].Y > points[high].Y ? k : high);
            kept.Add(points[Math.Min(low, high)]);
            if (low != high)
                kept.Add(points[Math.Max(low, high)]);
        }

        return kept;
    }
}
