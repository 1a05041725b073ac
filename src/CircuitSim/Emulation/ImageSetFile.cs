namespace CircuitSim.Emulation;

/// <summary>One file of a published set.</summary>
/// <param name="Name">Its plain name, without <c>.gz</c>.</param>
/// <param name="Sha256">Of its raw content, in lower case.</param>
public sealed record ImageSetFile(string Name, string Sha256);
