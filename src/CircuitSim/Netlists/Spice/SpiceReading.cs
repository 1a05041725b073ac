using CircuitSim.Netlists.Flattening;

namespace CircuitSim.Netlists.Spice;

/// <param name="Netlist">As it stands in the text.</param>
/// <param name="Flat">The same, flat: what is simulated.</param>
/// <param name="Notes">What the text asks for and no analysis here needs, such as the AC value of a source; each with its place.</param>
public sealed record SpiceReading(Netlist Netlist, FlatNetlist Flat, IReadOnlyList<string> Notes)
{
    /// <summary>How the note on a random function ends, which who draws leaves out.</summary>
    public const string NominalNote = "stands for its nominal value: a single run draws nothing, many runs do.";

    /// <summary>Full paths of the files that it was read from, the netlist first; none where it came as a text.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Whose netlist it looks like, where nobody named a dialect and that one would read it differently.</summary>
    public Dialect? Resembled { get; init; }
}
