namespace CircuitSim.Programming;

/// <summary>What stands in series between a word line and a bit line.</summary>
public enum CellStructure
{
    /// <summary>1R: the memristor alone.</summary>
    Memristor,

    /// <summary>1S1R: the memristor and a selector.</summary>
    Selector,

    /// <summary>1T1R: the memristor and a transistor, whose gate is the select line of the row.</summary>
    Transistor,
}
