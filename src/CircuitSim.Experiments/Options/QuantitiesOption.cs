using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using CircuitSim.Numerics;

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

    public override bool TakesSeveral => true;

    public override string Expected => "a number, or a list of numbers; write for example 0.2, 200m or 4.7k";

    public override JsonObject Schema => new()
    {
        ["anyOf"] = new JsonArray([.. NumberRule.Schema("number")["anyOf"]!.AsArray().Select(n => n!.DeepClone()), new JsonObject { ["type"] = "array", ["items"] = NumberRule.Schema("number"), ["minItems"] = 1 }]),
    };

    protected override bool TryRead(IReadOnlyList<string> words, [MaybeNullWhen(false)] out IReadOnlyList<double> value)
    {
        var numbers = new double[words.Count];
        var isRead = true;
        for (var k = 0; k < numbers.Length; k++)
            isRead &= SiText.TryParseTyped(words[k], out numbers[k]);
        value = numbers;
        return isRead;
    }

    protected override IReadOnlyList<string> WordsOf(IReadOnlyList<double> value) => [.. value.Select(SiText.Exact)];

    protected override JsonNode? Json(IReadOnlyList<double> value) => new JsonArray([.. (IsSet ? (IEnumerable<double>)value.Distinct().Order() : value).Select(v => (JsonNode?)v)]);

    protected override void Check(IReadOnlyList<double> value)
    {
        if (value.Count == 0)
            throw InvalidParameterException.Because(Subjects, $"the list of {Subjects} is empty; name at least one.");
        foreach (var v in value)
            Rule.Require(v, Subject, Unit);
    }
}
