namespace CircuitSim.Crossbars;

/// <summary>From where a word line is driven.</summary>
public enum WordLineDrive
{
    /// <summary>From the left only; the far end is open.</summary>
    OneEnd,

    /// <summary>From both ends, each through its own driver resistance.</summary>
    BothEnds,
}
