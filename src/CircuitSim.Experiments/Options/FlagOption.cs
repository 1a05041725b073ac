using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Options;

/// <summary>Given or not.</summary>
public sealed class FlagOption : StudyOptionOf<bool>
{
    protected override JsonNode? Json(bool value) => value;
}
