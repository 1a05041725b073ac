namespace CircuitSim.LookupTables;

/// <summary>One axis of a table: what it counts, in which unit, and where it has points.</summary>
public sealed class TableAxis
{
    private readonly double[] points;

    /// <param name="key">Name in files; ends with the unit, e.g. "g_s", "v_v"; a plain number has none, e.g. "quantile".</param>
    /// <param name="title">For people, e.g. "start conductance".</param>
    /// <param name="unit">"S", "V", "s" or "" for a plain number.</param>
    /// <param name="points">Finite, rising.</param>
    /// <exception cref="InvalidParameterException">They are not.</exception>
    public TableAxis(string key, string title, string unit, ReadOnlySpan<double> points)
    {
        (Key, Title, Unit) = (key, title, unit);
        this.points = points.ToArray();
        if (points.Length == 0)
            throw InvalidParameterException.Because(key, $"the axis of {title} has no point.");
        for (var k = 0; k < points.Length; k++)
        {
            InvalidParameterException.RequireFinite(points[k], unit, $"{key}[{k}]");
            if (k > 0 && points[k] <= points[k - 1])
                throw InvalidParameterException.OutOfRange($"{key}[{k}]", points[k], unit, $"above the point before it, {points[k - 1]:R}: the axis of {title} must rise");
        }
    }

    public string Key { get; }

    public string Title { get; }

    public string Unit { get; }

    public ReadOnlySpan<double> Points => points;

    public int Count => points.Length;

    public double Least => points[0];

    public double Greatest => points[^1];

    /// <summary>Evenly spaced points from the least to the greatest, both exact.</summary>
    public static TableAxis Even(string key, string title, string unit, double least, double greatest, int count)
    {
        var points = new double[InvalidParameterException.RequireAtLeast(count, 2, key)];
        for (var k = 0; k < count; k++)
            points[k] = k == count - 1 ? greatest : least + (greatest - least) * k / (count - 1);
        return new TableAxis(key, title, unit, points);
    }

    /// <summary>Where a value lies: the point at or before it, and the part of the way to the next; held at both ends.</summary>
    public (int Index, double Part) Place(double value)
    {
        if (!(value > Least))
            return (0, 0);
        if (value >= Greatest)
            return (Count - 1, 0);
        var found = Array.BinarySearch(points, value);
        var index = found >= 0 ? found : ~found - 1;
        return (index, (value - points[index]) / (points[index + 1] - points[index]));
    }
}
