namespace CircuitSim.Experiments.LookupTables;

/// <summary>The cells of one array and the inputs of some reads of it, as whole levels.</summary>
/// <param name="Cells">[rows × columns], row-major.</param>
/// <param name="Inputs">[reads × rows], row-major.</param>
/// <param name="Columns">Columns that count; those behind them hold zeros.</param>
internal sealed record SumPattern(int[] Cells, int[] Inputs, int Columns);
