using System.Text.Json.Nodes;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Options;

/// <summary>Which numbers an option takes.</summary>
/// <param name="Requirement">Completes "… must be".</param>
/// <param name="Holds">Whether a number is one of them.</param>
public sealed record NumberRule(string Requirement, Func<double, bool> Holds)
{
    /// <summary>JSON Schema's pattern of a number with a SPICE suffix or a percent sign.</summary>
    internal const string SuffixPattern = "^[-+]?[0-9.]+([eE][-+]?[0-9]+)?([a-zA-Z]*| ?%)$";

    /// <summary>Whoever takes the value checks it.</summary>
    public static NumberRule Any { get; } = new("a number", _ => true);

    public static NumberRule NotNegative { get; } = new("finite and not negative", v => double.IsFinite(v) && v >= 0);

    public static NumberRule Positive { get; } = new("finite and above zero", v => double.IsFinite(v) && v > 0);

    public static NumberRule AtLeast(int least) => new(FormattableString.Invariant($"at least {least}"), v => v >= least);

    /// <summary>Reads a whole number as it is typed: 1000, 1e3 or 1k.</summary>
    public static bool TryReadInteger(string word, out int value)
    {
        var isWhole = SiText.TryParseTyped(word, out var number) && number is >= int.MinValue and <= int.MaxValue && Math.Floor(number) == number;
        value = isWhole ? (int)number : 0;
        return isWhole;
    }

    /// <summary>What JSON Schema says of a number that may have a suffix.</summary>
    /// <param name="type"><c>number</c> or <c>integer</c>.</param>
    internal static JsonObject Schema(string type) => new()
    {
        ["anyOf"] = new JsonArray(new JsonObject { ["type"] = type }, new JsonObject { ["type"] = "string", ["pattern"] = SuffixPattern }),
    };

    /// <param name="unit">As in the help; pure numbers and counts have none in a fault.</param>
    /// <exception cref="InvalidParameterException">The value is none of them.</exception>
    public void Require(double value, string subject, string unit)
    {
        if (!Holds(value))
            throw InvalidParameterException.OutOfRange(subject, value, unit is "1" or "rows" or "points" ? "" : unit, Requirement);
    }
}
