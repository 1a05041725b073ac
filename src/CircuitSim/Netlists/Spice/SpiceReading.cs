namespace CircuitSim.Netlists.Spice;

/// <param name="Notes">What the text asks for and no analysis here needs, such as the AC value of a source; each with its place.</param>
public sealed record SpiceReading(Netlist Netlist, IReadOnlyList<string> Notes);
