namespace CircuitSim.Experiments.Studies;

/// <summary>Which model card a result was made with.</summary>
/// <param name="Name">Name of the card.</param>
/// <param name="File">File that holds it.</param>
/// <param name="Sha256">Hash of the file.</param>
/// <param name="Parameters">As written.</param>
public sealed record CardProvenance(string Name, string File, string Sha256, IReadOnlyDictionary<string, string> Parameters);
