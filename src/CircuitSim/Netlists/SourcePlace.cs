using CircuitSim.Netlists.Spice;

namespace CircuitSim.Netlists;

/// <summary>
/// Where something stands in a text, for messages. All places are equal: two elements that mean the same are the same,
/// wherever they were read.
/// </summary>
public sealed class SourcePlace : IEquatable<SourcePlace>
{
    private readonly SourceText? source;
    private readonly int lineIndex;

    private SourcePlace()
    {
    }

    internal SourcePlace(SourceText source, int lineIndex, int column)
    {
        this.source = source;
        this.lineIndex = lineIndex;
        Column = column;
    }

    /// <summary>Of what a program made.</summary>
    public static SourcePlace None { get; } = new();

    public bool IsNone => source is null;

    public string? File => source?.Name;

    /// <summary>One-based; 0 of none.</summary>
    public int Line => source is null ? 0 : lineIndex + 1;

    /// <summary>One-based; 0 of none.</summary>
    public int Column { get; }

    /// <summary>The line that it lies in.</summary>
    public string LineText => source?.Line(lineIndex).ToString() ?? "";

    /// <summary>This place, or the other if this is none.</summary>
    public SourcePlace Or(SourcePlace other) => IsNone ? other : this;

    public bool Equals(SourcePlace? other) => other is not null;

    public override bool Equals(object? obj) => obj is SourcePlace;

    public override int GetHashCode() => 0;
}
