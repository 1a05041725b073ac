namespace CircuitSim.Experiments.Arrays;

/// <summary>The voltage that wires, driver and sense input keep from one cell.</summary>
/// <param name="Row">Word line of the cell, from 0.</param>
/// <param name="Column">Bit line of the cell, from 0.</param>
/// <param name="Voltage">|voltage without wires − voltage| [V].</param>
/// <param name="Share">The same relative to the largest voltage of a line; 0 where all are at 0 V.</param>
public readonly record struct CellDrop(int Row, int Column, double Voltage, double Share);
