using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Options;

/// <summary>Several numbers with a unit, in SI base units; at least one.</summary>
public sealed class QuantitiesOption : StudyOptionOf<IReadOnlyList<double>>
{
    public required string Unit { get; init; }

    /// <summary>What faults call all of them.</summary>
    public string Subjects { get => field ?? $"{Subject}s"; init; }

    /// <summary>Whether the order does not matter, nor how often a value is given: a result.json has them rising, each once.</summary>
    public bool IsSet { get; init; }

    /// <summary>Of each.</summary>
    public NumberRule Rule { get; init; } = NumberRule.NotNegative;

    protected override JsonNode? Json(IReadOnlyList<double> value) => new JsonArray([.. (IsSet ? (IEnumerable<double>)value.Distinct().Order() : value).Select(v => (JsonNode?)v)]);

    protected override void Check(IReadOnlyList<double> value)
    {
        if (value.Count == 0)
            throw InvalidParameterException.Because(Subjects, $"the list of {Subjects} is empty; name at least one.");
        foreach (var v in value)
            Rule.Require(v, Subject, Unit);
    }
}
