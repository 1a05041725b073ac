namespace CircuitSim.Experiments.LookupTables;

/// <summary>Of some codes.</summary>
internal readonly record struct SumMoments(long Count, long Total, long Squares)
{
    public double Mean => (double)Total / Count;

    /// <summary>Per degree of freedom; 0 of a single code.</summary>
    public double Variance => Count > 1 ? (double)((Int128)Count * Squares - (Int128)Total * Total) / Count / (Count - 1) : 0;

    public double Deviation => Math.Sqrt(Variance);

    public SumMoments With(SumMoments other) => new(Count + other.Count, Total + other.Total, Squares + other.Squares);
}
