namespace CircuitSim.Netlists.Analyses;

/// <summary>How the points of a <see cref="FrequencySweep"/> lie.</summary>
public enum FrequencySpacing
{
    /// <summary>So many points a decade.</summary>
    Decade,

    /// <summary>So many points an octave.</summary>
    Octave,

    /// <summary>So many points in all, at equal distances.</summary>
    Linear,

    /// <summary>One by one.</summary>
    List,
}
