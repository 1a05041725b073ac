using CircuitSim.Experiments.Options;

namespace CircuitSim.Experiments.Documents;

/// <summary>What a study file says, checked: a study of this program, its options, sweeps over them, and claims of the file's own.</summary>
public sealed record StudyDocument
{
    /// <summary>Of the file, without its folder.</summary>
    public required string FileName { get; init; }

    public required string Sha256 { get; init; }

    public required Study Study { get; init; }

    public required StudyValues Values { get; init; }

    public string? Title { get; init; }

    /// <summary>Every combination of their values is a run.</summary>
    public IReadOnlyList<SweptOption> Sweeps { get; init; } = [];

    /// <summary>Figures that a sweep compares, and where the file names them; all of the result where none are named.</summary>
    public IReadOnlyList<(string Key, string Place)> Figures { get; init; } = [];

    public IReadOnlyList<DocumentClaim> Claims { get; init; } = [];

    /// <summary>Where the file gives an option.</summary>
    public IReadOnlyDictionary<StudyOption, string> Places { get; init; } = new Dictionary<StudyOption, string>();
}
