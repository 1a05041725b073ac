using CircuitSim.Numerics;

namespace CircuitSim.Periphery.Converters;

/// <summary>Mismatch: the relative errors of parts that are meant to be equal, drawn or given.</summary>
public static class PartErrors
{
    /// <summary>Independent normal errors.</summary>
    /// <param name="sigma">Of each part, relative.</param>
    public static double[] Draw(int count, double sigma, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        InvalidParameterException.RequireNonNegative(sigma, "", "mismatch");
        var errors = new double[count];
        for (var k = 0; k < count; k++)
            errors[k] = sigma * stream.NextNormal();
        return errors;
    }

    /// <summary>As many as there are parts, and each part's value above zero; none are all zero.</summary>
    internal static double[] Require(IReadOnlyList<double>? errors, int count, string parts)
    {
        if (errors is null)
            return new double[count];
        if (errors.Count != count)
            throw InvalidParameterException.WrongShape($"errors of the {parts}", $"[{errors.Count}]", $"[{count}]");
        foreach (var error in errors)
        {
            if (!(error > -1 && double.IsFinite(error)))
                throw InvalidParameterException.Because("mismatch", FormattableString.Invariant($"mismatch: an error of {error:0.###} leaves nothing of one of the {parts}; draw with a smaller sigma."));
        }

        return [.. errors];
    }
}
