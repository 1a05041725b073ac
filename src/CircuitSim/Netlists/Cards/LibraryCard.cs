namespace CircuitSim.Netlists.Cards;

/// <summary>A model card of the library and where it comes from, for the record of a result.</summary>
/// <param name="File">Path within the repository, e.g. "device-models/vteam-magic.lib".</param>
/// <param name="Sha256">Of the file's bytes, lower-case hexadecimal.</param>
public sealed record LibraryCard(ModelCard Card, string File, string Sha256);
