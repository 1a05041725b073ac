using CircuitSim.Experiments.Options;

namespace CircuitSim.Experiments.Documents;

/// <summary>What a study file claims of a figure of the result.</summary>
/// <param name="Figure">Key of a figure, or the id of one of the study's own claims.</param>
/// <param name="Source">Who says so.</param>
/// <param name="Where">Values of swept options that it is about; where none are named, it is about every run.</param>
/// <param name="Place">Where the file names the figure.</param>
public sealed record DocumentClaim(
    string Id, string Figure, string Statement, string Source, string Unit, double? Least, double? Greatest,
    IReadOnlyList<(StudyOption Option, string Text)> Where, string Place);
