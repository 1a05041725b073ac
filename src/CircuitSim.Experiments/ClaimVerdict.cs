namespace CircuitSim.Experiments;

/// <summary>How the check of a claim ended.</summary>
public enum ClaimVerdict
{
    Passed,
    Missed,

    /// <summary>A figure that stands for itself: the paper gives none, or none that can honestly be held.</summary>
    Reported,
}
