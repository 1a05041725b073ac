namespace CircuitSim.Netlists.Analyses;

/// <summary>How a <see cref="StepRequest"/> states its values.</summary>
public enum StepSpacing
{
    /// <summary>One by one.</summary>
    List,

    /// <summary>start stop step</summary>
    Linear,

    /// <summary>start stop points, so many to a factor of ten.</summary>
    Decade,

    /// <summary>start stop points, so many to a factor of two.</summary>
    Octave,
}
