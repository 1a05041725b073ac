namespace CircuitSim.Netlists.Spice;

/// <param name="Identity">The same for the same text, however it was named: tells a circle of includes.</param>
/// <param name="Name">For messages.</param>
public sealed record IncludedText(string Identity, string Name, string Text);
