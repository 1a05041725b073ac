using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Options;

/// <summary>A count that may be left out; the description says what stands for none.</summary>
public sealed class OptionalIntegerOption : StudyOptionOf<int?>
{
    protected override JsonNode? Json(int? value) => value;
}
