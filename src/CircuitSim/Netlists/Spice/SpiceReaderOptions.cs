namespace CircuitSim.Netlists.Spice;

/// <summary>Where a text comes from and how far its reader goes.</summary>
public sealed record SpiceReaderOptions
{
    /// <summary>Name of the text for messages.</summary>
    public string? Name { get; init; }

    /// <summary>Identity of the text for its includes; see <see cref="IncludedText"/>.</summary>
    public string? Identity { get; init; }

    /// <summary>Null refuses every .include and .lib.</summary>
    public IIncludeResolver? Includes { get; init; }

    /// <summary>Whether statements and options without effect are refused.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Whose text it is; null for nobody's in particular, which is read as ngspice's with notes on what others would read.</summary>
    public Dialect? Dialect { get; init; }

    /// <summary>Most characters of the text and its includes together.</summary>
    public int MostCharacters { get; init; } = 1 << 28;
}
