namespace CircuitSim.Experiments.Options;

/// <summary>Which numbers an option takes.</summary>
/// <param name="Requirement">Completes "… must be".</param>
/// <param name="Holds">Whether a number is one of them.</param>
public sealed record NumberRule(string Requirement, Func<double, bool> Holds)
{
    /// <summary>Whoever takes the value checks it.</summary>
    public static NumberRule Any { get; } = new("a number", _ => true);

    public static NumberRule NotNegative { get; } = new("finite and not negative", v => double.IsFinite(v) && v >= 0);

    public static NumberRule Positive { get; } = new("finite and above zero", v => double.IsFinite(v) && v > 0);

    public static NumberRule AtLeast(int least) => new(FormattableString.Invariant($"at least {least}"), v => v >= least);

    /// <param name="unit">As in the help; pure numbers and counts have none in a fault.</param>
    /// <exception cref="InvalidParameterException">The value is none of them.</exception>
    public void Require(double value, string subject, string unit)
    {
        if (!Holds(value))
            throw InvalidParameterException.OutOfRange(subject, value, unit is "1" or "rows" or "points" ? "" : unit, Requirement);
    }
}
