namespace CircuitSim.Experiments.LookupTables;

/// <summary>A file beside the tables, of what no table holds.</summary>
/// <param name="Name">A plain file name.</param>
/// <param name="Title">Of its section in the folder's README.</param>
/// <param name="Loading">How it is loaded, as Markdown lines.</param>
/// <param name="Write">Writes it; called once.</param>
public sealed record TableAttachment(string Name, string Title, IReadOnlyList<string> Loading, Action<Stream> Write);
