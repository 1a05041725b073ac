using CircuitSim.Experiments.Studies;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>Arrays of one size, and what is known of where they come from.</summary>
/// <param name="Title">What they are, e.g. "camponogara-digits, 65 × 40".</param>
internal sealed record ArraySubject(string Title, int Rows, int Columns, IReadOnlyList<SampledArray> Arrays)
{
    public CardProvenance? Card { get; init; }

    /// <summary>Files that they were made from, by what they hold.</summary>
    public IReadOnlyList<(string Name, string Sha256)> Inputs { get; init; } = [];
}
