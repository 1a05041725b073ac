namespace CircuitSim.Netlists.Results;

/// <summary>What a .print line gave.</summary>
/// <param name="Columns">The quantities as the netlist writes them; the unit is empty where an expression has none that is known.</param>
/// <param name="Places">[points], in the unit of the axis.</param>
/// <param name="Rows">[points], each with a value for every column.</param>
public sealed record PrintedTable(WaveformVector Axis, IReadOnlyList<WaveformVector> Columns, IReadOnlyList<double> Places, IReadOnlyList<IReadOnlyList<double>> Rows);
