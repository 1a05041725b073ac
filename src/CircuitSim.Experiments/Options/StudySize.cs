namespace CircuitSim.Experiments.Options;

/// <summary>How much a study does where its options are not given one by one.</summary>
public enum StudySize
{
    /// <summary>What its claims are stated for.</summary>
    Full,

    /// <summary>Less of it, so that all studies together are a matter of minutes; bounds stay as they are.</summary>
    Reduced,
}
