using System.Globalization;
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

    public override string Expected => "a whole number from 0 up";

    public override JsonObject Schema => new() { ["type"] = "integer", ["minimum"] = 0 };

    protected override bool TryRead(IReadOnlyList<string> words, out ulong value) => ulong.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out value);

    protected override IReadOnlyList<string> WordsOf(ulong value) => [value.ToString(CultureInfo.InvariantCulture)];

    protected override JsonNode? Json(ulong value) => value;
}
