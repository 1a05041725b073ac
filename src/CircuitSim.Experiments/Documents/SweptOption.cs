using CircuitSim.Experiments.Options;

namespace CircuitSim.Experiments.Documents;

/// <summary>An option that a study file gives several values, one run each.</summary>
/// <param name="Points">The words of each value.</param>
public sealed record SweptOption(StudyOption Option, IReadOnlyList<IReadOnlyList<string>> Points)
{
    /// <summary>Whether its values lie on an axis of numbers.</summary>
    public bool IsNumeric => IsNumber(Option) && Points.All(p => p.Count == 1);

    /// <summary>A value as a table says it.</summary>
    public static string TextOf(IReadOnlyList<string> words) => string.Join(',', words);

    internal static bool IsNumber(StudyOption option) => option is IntegerOption or OptionalIntegerOption or QuantityOption or OptionalQuantityOption or QuantitiesOption or SeedOption;
}
