using System.Globalization;
using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Options;

/// <summary>A count.</summary>
public sealed class IntegerOption : StudyOptionOf<int>
{
    public NumberRule Rule { get; init; } = NumberRule.AtLeast(1);

    /// <summary>Threads of a study; changes no bit of a result.</summary>
    public static IntegerOption Jobs { get; } = new()
    {
        Name = "--jobs",
        Subject = "jobs",
        Standard = Environment.ProcessorCount,
        Description = "Threads. Changes the time, never the result.",
    };

    public override string Expected => "a whole number";

    public override JsonObject Schema => NumberRule.Schema("integer");

    protected override bool TryRead(IReadOnlyList<string> words, out int value) => NumberRule.TryReadInteger(words[0], out value);

    protected override IReadOnlyList<string> WordsOf(int value) => [value.ToString(CultureInfo.InvariantCulture)];

    protected override JsonNode? Json(int value) => value;

    protected override void Check(int value) => Rule.Require(value, Subject, "");
}
