using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Options;

/// <summary>Several numbers with a unit, in SI base units; at least one.</summary>
public sealed class QuantitiesOption : StudyOptionOf<IReadOnlyList<double>>
{
    public required string Unit { get; init; }

    /// <summary>Of each.</summary>
    public NumberRule Rule { get; init; } = NumberRule.NotNegative;

    protected override JsonNode? Json(IReadOnlyList<double> value) => new JsonArray([.. value.Select(v => (JsonNode?)v)]);

    protected override void Check(IReadOnlyList<double> value)
    {
        if (value.Count == 0)
            throw InvalidParameterException.Because(Subject, $"{Name}: the list is empty; name at least one {Subject}.");
        foreach (var v in value)
            Rule.Require(v, Subject, Unit);
    }
}
