using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Options;

/// <summary>A number with a unit, in SI base units.</summary>
public sealed class QuantityOption : StudyOptionOf<double>
{
    public required string Unit { get; init; }

    public NumberRule Rule { get; init; } = NumberRule.NotNegative;

    protected override JsonNode? Json(double value) => value;

    protected override void Check(double value) => Rule.Require(value, Subject, Unit);
}
