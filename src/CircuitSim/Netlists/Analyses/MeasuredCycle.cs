namespace CircuitSim.Netlists.Analyses;

/// <summary>What a <see cref="CycleMeasurement"/> makes of a quantity.</summary>
public enum MeasuredCycle
{
    /// <summary>Part of the time during which it is on: from above On until below Off.</summary>
    Duty,

    /// <summary>Time above On, divided by how often it rises through On.</summary>
    OnTime,

    /// <summary>Time below Off, divided by how often it falls through Off.</summary>
    OffTime,

    /// <summary>Half of the number of rises through On and falls through Off, over the time.</summary>
    Frequency,
}
