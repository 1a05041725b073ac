namespace CircuitSim.Netlists.Spice;

/// <summary>An option as it was read: its value may depend on parameters that follow.</summary>
internal sealed record DeferredOption(string Name, ElementValue Value, SourcePlace Place);
