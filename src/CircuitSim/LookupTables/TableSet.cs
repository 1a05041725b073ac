namespace CircuitSim.LookupTables;

/// <summary>Tables that belong together, with what a user needs to trust them.</summary>
public sealed record TableSet
{
    public required TableKind Kind { get; init; }

    public required TableProvenance Provenance { get; init; }

    /// <summary>With different keys; tables with axes of one key share that axis.</summary>
    public required IReadOnlyList<LookupTable> Tables { get; init; }

    public IReadOnlyList<TableFlag> Flags { get; init; } = [];

    /// <summary>The table of a key.</summary>
    /// <exception cref="InvalidParameterException">There is none.</exception>
    public LookupTable this[string key] => Find(key) ?? throw InvalidParameterException.Because(key, $"the tables have no {key}; there are {string.Join(", ", Tables.Select(t => t.Key))}.");

    /// <summary>The table of a key, or null.</summary>
    public LookupTable? Find(string key) => Tables.FirstOrDefault(t => t.Key == key);

    /// <summary>Every axis once, in the order of the tables.</summary>
    public IEnumerable<TableAxis> Axes => Tables.SelectMany(t => t.Axes).DistinctBy(a => a.Key);

    /// <summary>Returns this if no key stands for two things.</summary>
    /// <exception cref="InvalidParameterException">Names the key.</exception>
    public TableSet Validated()
    {
        var axes = new Dictionary<string, TableAxis>();
        foreach (var axis in Tables.SelectMany(t => t.Axes))
        {
            if (!axes.TryAdd(axis.Key, axis) && !axes[axis.Key].Points.SequenceEqual(axis.Points))
                throw InvalidParameterException.Because(axis.Key, $"two tables have an axis {axis.Key} with different points.");
        }

        foreach (var key in Tables.Select(t => t.Key).Concat(axes.Keys).GroupBy(k => k).Where(k => k.Count() > 1).Select(k => k.Key))
            throw InvalidParameterException.Because(key, $"{key} names two tables or axes.");
        return this;
    }
}
