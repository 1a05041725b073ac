namespace CircuitSim.Experiments.Arrays;

/// <summary>The voltage that wires, driver and sense input keep from one cell.</summary>
/// <param name="Row">Word line of the cell, from 0.</param>
/// <param name="Column">Bit line of the cell, from 0.</param>
/// <param name="Voltage">|row voltage − cell voltage| [V].</param>
/// <param name="Share">The same relative to the largest row voltage; 0 where all rows are at 0 V.</param>
public readonly record struct CellDrop(int Row, int Column, double Voltage, double Share);
