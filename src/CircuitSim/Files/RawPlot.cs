namespace CircuitSim.Files;

/// <summary>One analysis in a raw file.</summary>
/// <param name="Title">The netlist's title line.</param>
/// <param name="Name">The analysis, e.g. "Operating Point" or "Transient Analysis".</param>
/// <param name="Points">Number of points of every vector.</param>
/// <param name="Vectors">In the file's order; the first is the axis, where there is one.</param>
public sealed record RawPlot(string Title, string Name, bool IsComplex, int Points, IReadOnlyList<RawVector> Vectors)
{
    /// <summary>The vector of that name, compared without case, or null.</summary>
    public RawVector? Find(string name) =>
        Vectors.FirstOrDefault(v => string.Equals(v.Name, name, StringComparison.OrdinalIgnoreCase));
}
