using System.Globalization;
using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Options;

/// <summary>A count that may be left out; the description says what stands for none.</summary>
public sealed class OptionalIntegerOption : StudyOptionOf<int?>
{
    public override string Expected => "a whole number";

    public override JsonObject Schema => NumberRule.Schema("integer");

    protected override bool TryRead(IReadOnlyList<string> words, out int? value)
    {
        var isRead = NumberRule.TryReadInteger(words[0], out var number);
        value = number;
        return isRead;
    }

    protected override IReadOnlyList<string> WordsOf(int? value) => value is { } number ? [number.ToString(CultureInfo.InvariantCulture)] : [];

    protected override JsonNode? Json(int? value) => value;
}
