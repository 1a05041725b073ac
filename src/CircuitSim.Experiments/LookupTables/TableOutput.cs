using CircuitSim.LookupTables;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>Tables that a study found, for its folder.</summary>
/// <param name="Formats">Beside the native one.</param>
/// <param name="Attachments">Files beside the tables.</param>
public sealed record TableOutput(TableSet Tables, IReadOnlyList<ITableFormat> Formats, params IReadOnlyList<TableAttachment> Attachments);
