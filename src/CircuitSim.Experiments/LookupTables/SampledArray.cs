using CircuitSim.Numerics;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>One array of many of one size: its cells, where they come from, and what drives its rows.</summary>
/// <param name="Name">Of its matrix, or its number.</param>
/// <param name="FirstRow">Of the matrix.</param>
/// <param name="FirstColumn">Of the matrix.</param>
/// <param name="UnusedRows">Word lines that hold no row of the matrix, at the far end of the bit lines, driven with 0 V.</param>
/// <param name="UnusedColumns">Bit lines that hold no column, at the far end of the word lines.</param>
/// <param name="Cells">[rows × columns] row-major [S].</param>
/// <param name="Draw">Row voltages of a sample, of the test part or of the other one, [rows] [V].</param>
internal sealed record SampledArray(
    string Name, int FirstRow, int FirstColumn, int UnusedRows, int UnusedColumns, double[] Cells, Func<bool, RandomStream, double[]> Draw);
