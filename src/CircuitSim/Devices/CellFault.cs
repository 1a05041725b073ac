namespace CircuitSim.Devices;

/// <summary>What a cell does for ever, whatever is written to it.</summary>
public enum CellFault
{
    /// <summary>Nothing of the kind: the cell works.</summary>
    None,
    StuckAtLrs,
    StuckAtHrs,

    /// <summary>No current at any voltage.</summary>
    Open,

    /// <summary>A resistor far below the LRS.</summary>
    Shorted,
}
