namespace CircuitSim.Netlists.Analyses;

/// <summary><c>.dc</c>: operating points over the values of one thing, or of two or three, where the inner one runs fastest.</summary>
public sealed record DcSweepAnalysis(SourceSweep Inner, SourceSweep? Outer = null, SourceSweep? Outermost = null) : Analysis
{
    /// <summary>The .data whose rows are the points; null for none.</summary>
    public string? Table { get; init; }

    /// <summary>Its columns, which go together in place of the axes; empty without one.</summary>
    public IReadOnlyList<SourceSweep> Columns { get; init; } = [];

    /// <summary>From the fastest to the slowest.</summary>
    public IReadOnlyList<SourceSweep> Axes => Columns.Count > 0 ? Columns : Outer is null ? [Inner] : Outermost is null ? [Inner, Outer] : [Inner, Outer, Outermost];

    /// <summary>Of all axes together; of a flat netlist.</summary>
    public double Points => Columns.Count > 0 ? Columns[0].Count : Axes.Aggregate(1.0, (points, axis) => points * axis.Count);

    public override AnalysisKind Kind => AnalysisKind.DcSweep;

    /// <summary>The values of a point, [axes].</summary>
    public double[] ValuesAt(long point)
    {
        var values = new double[Axes.Count];
        for (var k = 0; k < values.Length; k++)
        {
            values[k] = Axes[k].ValueAt((int)(point % Axes[k].Count));
            point /= Columns.Count > 0 ? 1 : Axes[k].Count;
        }

        return values;
    }

    public override Analysis Placed(Placement placement) =>
        this with { Inner = Inner.Placed(placement), Outer = Outer?.Placed(placement), Outermost = Outermost?.Placed(placement), Columns = [.. Columns.Select(c => c.Placed(placement))] };
}
