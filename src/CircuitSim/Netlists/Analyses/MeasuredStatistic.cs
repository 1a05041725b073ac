namespace CircuitSim.Netlists.Analyses;

/// <summary>What a <see cref="StatisticMeasurement"/> makes of a quantity.</summary>
public enum MeasuredStatistic
{
    Minimum,
    Maximum,
    PeakToPeak,

    /// <summary>Integral over the interval divided by its length.</summary>
    Average,

    /// <summary>Root of the average of the square.</summary>
    RootMeanSquare,
    Integral,

    /// <summary>Where the minimum lies on the axis.</summary>
    PlaceOfMinimum,

    /// <summary>Where the maximum lies on the axis.</summary>
    PlaceOfMaximum,
}
