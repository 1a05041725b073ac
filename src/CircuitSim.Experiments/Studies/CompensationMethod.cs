namespace CircuitSim.Experiments.Studies;

/// <summary>Ways to take back IR drop, the cheapest first.</summary>
internal enum CompensationMethod
{
    None,

    /// <summary>One gain for all columns.</summary>
    CommonGain,

    /// <summary>One per column, from one read with all rows on.</summary>
    MeasuredColumnGains,

    /// <summary>One per column, fitted to the column's ideal currents.</summary>
    ColumnGains,

    /// <summary>One per column, fitted to the ideal outputs.</summary>
    ColumnGainsToOutputs,

    /// <summary>One per row and one per column, fitted to the ideal outputs.</summary>
    RowColumnGains,

    /// <summary>A factor from every column and the inputs' sum to every output.</summary>
    LinearDecode,

    /// <summary>Target conductances bent beforehand, one gain for all columns.</summary>
    ScaledTargets,
}
