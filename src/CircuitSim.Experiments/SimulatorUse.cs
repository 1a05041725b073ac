namespace CircuitSim.Experiments;

/// <summary>What a study does with the engines that a user names.</summary>
/// <param name="Standard">The name that is taken where none is given, or "all".</param>
/// <param name="Description">For the help; the names are added.</param>
public sealed record SimulatorUse(string Standard, string Description);
