using System.Text.Json.Nodes;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Options;

/// <summary>A number with a unit, in SI base units, that may be left out; the description says what stands for none.</summary>
public sealed class OptionalQuantityOption : StudyOptionOf<double?>
{
    public required string Unit { get; init; }

    public NumberRule Rule { get; init; } = NumberRule.NotNegative;

    public override string Expected => "a number; write for example 0.2, 200m or 4.7k";

    public override JsonObject Schema => NumberRule.Schema("number");

    protected override bool TryRead(IReadOnlyList<string> words, out double? value)
    {
        var isRead = SiText.TryParseTyped(words[0], out var number);
        value = number;
        return isRead;
    }

    protected override IReadOnlyList<string> WordsOf(double? value) => value is { } number ? [SiText.Exact(number)] : [];

    protected override JsonNode? Json(double? value) => value;

    protected override void Check(double? value)
    {
        if (value is { } number)
            Rule.Require(number, Subject, Unit);
    }
}
