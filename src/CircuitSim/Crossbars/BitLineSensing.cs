namespace CircuitSim.Crossbars;

/// <summary>Where a bit line is sensed.</summary>
public enum BitLineSensing
{
    /// <summary>At the bottom only; the far end is open.</summary>
    OneEnd,

    /// <summary>At both ends, each through its own sense resistance, into one sensing node: its current is the sum of both.</summary>
    BothEnds,
}
