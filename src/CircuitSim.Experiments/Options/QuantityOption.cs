using System.Text.Json.Nodes;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Options;

/// <summary>A number with a unit, in SI base units.</summary>
public sealed class QuantityOption : StudyOptionOf<double>
{
    public required string Unit { get; init; }

    public NumberRule Rule { get; init; } = NumberRule.NotNegative;

    public override string Expected => "a number; write for example 0.2, 200m or 4.7k";

    public override JsonObject Schema => NumberRule.Schema("number");

    protected override bool TryRead(IReadOnlyList<string> words, out double value) => SiText.TryParseTyped(words[0], out value);

    protected override IReadOnlyList<string> WordsOf(double value) => [SiText.Exact(value)];

    protected override JsonNode? Json(double value) => value;

    protected override void Check(double value) => Rule.Require(value, Subject, Unit);
}
