namespace CircuitSim.LookupTables;

/// <summary>
/// The tables and axes of an array's <see cref="TableSet"/>; all arrays of a set have one size.
/// <code>
/// axes    array, row, column   from 0; rows are inputs, columns outputs
/// tables  g_cells_s            [array × row × column]   cells: what the ideal product takes; unused ones at the least conductance
///         g_effective_s        [array × row × column]   from row voltages to column currents, every wire, driver and sense input in place
///         v_drop_all_v         [array × row × column]   part of a cell's voltage that wires keep from it, all rows at the read voltage
///         v_drop_mean_v        [array × row × column]   the same at the mean of the array's own inputs
/// </code>
/// </summary>
public static class ArrayKeys
{
    public const string Array = "array", Row = "row", Column = "column";

    public const string Cells = "g_cells_s", Effective = "g_effective_s", DropAll = "v_drop_all_v", DropMean = "v_drop_mean_v";
}
