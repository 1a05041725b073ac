namespace CircuitSim.LookupTables;

/// <summary>Values over a grid of axes.</summary>
public sealed class LookupTable
{
    private readonly double[] values;

    /// <param name="key">Name in files; ends with the unit, e.g. "dg_set_s".</param>
    /// <param name="title">For people, e.g. "change of conductance by one set pulse".</param>
    /// <param name="unit">Of the values; "" for a plain number.</param>
    /// <param name="axes">Slowest first.</param>
    /// <param name="values">[axes], row-major; finite.</param>
    /// <exception cref="InvalidParameterException">Their number does not fit the axes, or one is not finite.</exception>
    public LookupTable(string key, string title, string unit, IReadOnlyList<TableAxis> axes, ReadOnlySpan<double> values)
    {
        (Key, Title, Unit, Axes) = (key, title, unit, axes);
        if (axes.Count == 0 || axes.Aggregate(1L, (n, a) => n * a.Count) != values.Length)
            throw InvalidParameterException.WrongShape(key, $"[{values.Length}]", $"[{string.Join(" × ", axes.Select(a => $"{a.Count} {a.Key}"))}]");
        for (var k = 0; k < values.Length; k++)
            InvalidParameterException.RequireFinite(values[k], unit, $"{key}[{k}]");
        this.values = values.ToArray();
    }

    public string Key { get; }

    public string Title { get; }

    public string Unit { get; }

    /// <summary>Slowest first.</summary>
    public IReadOnlyList<TableAxis> Axes { get; }

    /// <summary>[axes], row-major.</summary>
    public ReadOnlyMemory<double> Values => values;

    /// <summary>The values at one point of the first axis, [other axes].</summary>
    public ReadOnlySpan<double> Row(int index)
    {
        var length = values.Length / Axes[0].Count;
        return values.AsSpan(index * length, length);
    }

    /// <summary>The value of a grid point of a table of two axes.</summary>
    public double this[int row, int column] => values[row * Axes[1].Count + column];

    /// <summary>Linear between the points along every axis, held beyond its ends.</summary>
    /// <param name="place">One coordinate for each axis, in its unit.</param>
    public double At(params ReadOnlySpan<double> place) => place.Length == Axes.Count
        ? At(place, 0, 0)
        : throw InvalidParameterException.WrongShape(Key, $"[{place.Length}]", $"[{Axes.Count} axes]");

    private double At(ReadOnlySpan<double> place, int axis, int offset)
    {
        if (axis == Axes.Count)
            return values[offset];
        var (index, part) = Axes[axis].Place(place[axis]);
        offset = offset * Axes[axis].Count + index;
        var here = At(place, axis + 1, offset);
        return part == 0 ? here : here + part * (At(place, axis + 1, offset + 1) - here);
    }
}
