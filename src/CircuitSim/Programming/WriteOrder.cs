namespace CircuitSim.Programming;

/// <summary>In which units an array is written. A unit starts from the states that the one before left.</summary>
public enum WriteOrder
{
    /// <summary>All cells of a row at once, rows one after another.</summary>
    Row,

    /// <summary>One cell after another, row by row.</summary>
    Cell,
}
