using CircuitSim.Numerics;

namespace CircuitSim.Experiments;

/// <summary>One statement of a paper, how it was checked here, and how that ended.</summary>
/// <param name="Id">Short name, stable across runs.</param>
/// <param name="Paper">Where the statement comes from.</param>
/// <param name="Statement">What the paper says.</param>
/// <param name="Method">How the figure beside it was found.</param>
/// <param name="Value">The figure found.</param>
/// <param name="Unit">Its unit, e.g. "images" or "%".</param>
/// <param name="Least">Least value that passes; null if there is no lower bound.</param>
/// <param name="Greatest">Greatest value that passes; null if there is no upper bound.</param>
public sealed record Claim(
    string Id, string Paper, string Statement, string Method, double Value, string Unit, double? Least, double? Greatest)
{
    public ClaimVerdict Verdict =>
        Least is null && Greatest is null ? ClaimVerdict.Reported
        : Value >= (Least ?? double.NegativeInfinity) && Value <= (Greatest ?? double.PositiveInfinity) ? ClaimVerdict.Passed
        : ClaimVerdict.Missed;

    public string VerdictText => Verdict switch
    {
        ClaimVerdict.Passed => "passed",
        ClaimVerdict.Missed => "missed",
        _ => "reported",
    };

    /// <summary>What a table says of claims: <see cref="Row"/>.</summary>
    public static IReadOnlyList<string> Header { get; } = ["claim", "source", "statement", "method", "value", "bound", "verdict"];

    public IReadOnlyList<string> Row => [Id, Paper, Statement, Method, .. Findings];

    /// <summary>Value, bound and verdict: the columns that fit a narrow terminal, behind the claim's name.</summary>
    public IReadOnlyList<string> Findings =>
    [
        (Math.Abs(Value) is > 0 and < 1e-3 ? SiText.Scientific(Value) : FormattableString.Invariant($"{Value:0.####}")) + (Unit.Length > 0 ? $" {Unit}" : ""),
        Greatest is > 0 and < 1e-3 ? $"≤ {SiText.Scientific(Greatest.Value)}" : Bound,
        VerdictText,
    ];

    /// <summary>The interval that passes, as text.</summary>
    public string Bound => FormattableString.Invariant((Least, Greatest) switch
    {
        (null, null) => $"none",
        ({ } low, null) => $"≥ {low:0.####}",
        (null, { } high) => $"≤ {high:0.####}",
        ({ } low, { } high) when low == high => $"= {low:0.####}",
        // What four decimals could not tell apart.
        ({ } low, { } high) when high - low < 1e-3 => $"{(low + high) / 2:0.########} ± {SiText.Scientific((high - low) / 2)}",
        ({ } low, { } high) => $"{low:0.####} … {high:0.####}",
    });
}
