namespace CircuitSim.Cosimulation;

/// <summary>What factors are fitted to, as a sum of squares over a training set.</summary>
public enum CompensationGoal
{
    /// <summary>The ideal column currents, each column by itself: what a calibration of single columns can measure.</summary>
    Currents,

    /// <summary>The ideal outputs: errors count as the decode weighs them, and may cancel between the columns of an output.</summary>
    Outputs,
}
