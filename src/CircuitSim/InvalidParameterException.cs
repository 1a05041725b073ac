using System.Numerics;
using System.Runtime.CompilerServices;
using CircuitSim.Numerics;

namespace CircuitSim;

/// <summary>A value that lies outside what it may be: names the parameter, the value and the bound.</summary>
public sealed class InvalidParameterException : CircuitSimException
{
    private InvalidParameterException(string parameter, string message)
        : base(message) => Parameter = parameter;

    /// <summary>The parameter as the user wrote or would write it.</summary>
    public string Parameter { get; }

    /// <summary>A quantity outside its range; <paramref name="requirement"/> completes "… must be".</summary>
    public static InvalidParameterException OutOfRange(string parameter, double value, string unit, string requirement) =>
        new(parameter, $"{parameter} = {Written(value, unit)} must be {requirement}.");

    /// <summary>An array whose shape does not fit; both shapes are stated.</summary>
    public static InvalidParameterException WrongShape(string parameter, string actual, string expected) =>
        new(parameter, $"{parameter} has shape {actual}; expected {expected}.");

    /// <summary>Anything else: <paramref name="sentence"/> names the thing and the remedy.</summary>
    public static InvalidParameterException Because(string parameter, string sentence) => new(parameter, sentence);

    /// <summary>Refuses a value for which something does not hold, or that is not finite; <paramref name="requirement"/> completes "… must be".</summary>
    public static void Require(bool holds, string parameter, double value, string unit, string requirement)
    {
        if (!holds || !double.IsFinite(value))
            throw OutOfRange(parameter, value, unit, requirement);
    }

    /// <summary>Returns <paramref name="value"/> if it is finite and not negative.</summary>
    public static double RequireNonNegative(
        double value, string unit, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        double.IsFinite(value) && value >= 0 ? value : throw OutOfRange(parameter, value, unit, "finite and not negative");

    /// <summary>Returns <paramref name="value"/> if it is finite and above zero.</summary>
    public static double RequirePositive(
        double value, string unit, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        double.IsFinite(value) && value > 0 ? value : throw OutOfRange(parameter, value, unit, "finite and above zero");

    /// <summary>Returns <paramref name="value"/> if it is finite.</summary>
    public static double RequireFinite(
        double value, string unit, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        double.IsFinite(value) ? value : throw OutOfRange(parameter, value, unit, "finite");

    /// <summary>Returns <paramref name="value"/> if it is at least <paramref name="least"/>.</summary>
    public static T RequireAtLeast<T>(
        T value, T least, [CallerArgumentExpression(nameof(value))] string parameter = "")
        where T : IBinaryInteger<T> =>
        value >= least
            ? value
            : throw new InvalidParameterException(parameter, $"{parameter} = {value} must be at least {least}.");

    // A pure number takes no prefix: 0.5, never "500 m".
    private static string Written(double value, string unit) =>
        unit.Length == 0 ? SiText.Exact(value) : SiText.Format(value, unit);
}
