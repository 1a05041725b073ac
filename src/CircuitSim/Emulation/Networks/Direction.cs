namespace CircuitSim.Emulation.Networks;

/// <summary>How a recurrent layer runs through its steps.</summary>
public enum Direction
{
    Forward,
    Reverse,

    /// <summary>Both, each with weights of its own.</summary>
    Bidirectional,
}
