namespace CircuitSim.Netlists.Analyses;

/// <summary>What an <see cref="ErrorMeasurement"/> makes of m, which was measured, and c, which was calculated; means are over points.</summary>
public enum MeasuredError
{
    /// <summary>Root of the mean of ((m − c)/m)².</summary>
    RootMeanSquare,

    /// <summary>Mean of |(m − c)/m|.</summary>
    MeanMagnitude,

    /// <summary>Mean of |ln |m/c||/|ln |m||.</summary>
    MeanLogarithm,
}
