using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Options;

/// <summary>Seed of every random draw; it stands in a result.json by itself.</summary>
public sealed class SeedOption : StudyOptionOf<ulong>
{
    public static SeedOption Of(ulong standard) => new()
    {
        Name = "--seed",
        Standard = standard,
        Description = "Seed of every random number. The same seed gives the same result, bit by bit, on one machine and build.",
    };

    protected override JsonNode? Json(ulong value) => value;
}
