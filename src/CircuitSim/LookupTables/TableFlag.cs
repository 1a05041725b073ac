namespace CircuitSim.LookupTables;

/// <summary>What a user of a table should know before he trusts it, e.g. that the pulse cannot switch the device.</summary>
/// <param name="Id">A stable word, e.g. "does-not-switch".</param>
/// <param name="Text">One sentence with the numbers, and the remedy.</param>
public sealed record TableFlag(string Id, string Text);
