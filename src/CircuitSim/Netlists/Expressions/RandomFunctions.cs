using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Expressions;

/// <summary>
/// The functions that draw, as HSPICE, Xyce, ngspice and LTspice have them. A deviation is relative to the nominal value or absolute, uniform
/// within it, or normal with the deviation for so many σ; a last argument is from how many draws the one farthest out is taken.
/// </summary>
internal static class RandomFunctions
{
    private const int MostDraws = 1000;

    /// <summary>limit() of three arguments keeps a value between two.</summary>
    public static bool IsDraw(string name, int arguments) => name.ToLowerInvariant() switch
    {
        "gauss" => arguments is >= 1 and <= 4,
        "agauss" => arguments is >= 2 and <= 4,
        "unif" or "aunif" => arguments is 2 or 3,
        "limit" or "mc" => arguments == 2,
        "flat" or "sgauss" or "sunif" => arguments == 1,
        "rand" or "random" => arguments == 0,
        _ => false,
    };

    /// <summary>Whether a name can only be one of them.</summary>
    public static bool IsName(string name) =>
        name.ToLowerInvariant() is "gauss" or "agauss" or "unif" or "aunif" or "mc" or "flat" or "sgauss" or "sunif" or "rand" or "random";

    /// <param name="a">As many as <see cref="IsDraw"/> takes.</param>
    /// <param name="stream">Null gives the nominal value, which is the mean.</param>
    /// <exception cref="NetlistException">A number of σ or of draws cannot be.</exception>
    public static double Value(string name, double[] a, RandomStream? stream)
    {
        var law = name.ToLowerInvariant();
        switch (law)
        {
            case "rand" or "random":
                return stream?.NextUniform() ?? 0.5;
            case "sgauss":
                return stream?.NextNormal() ?? 0;
            case "sunif":
                return stream?.NextUniform(-1, 1) ?? 0;
            // LTspice's two have no nominal value.
            case "flat":
                return a[0] * (stream?.NextUniform(-1, 1) ?? 0);
            case "gauss" when a.Length == 1:
                return a[0] * (stream?.NextNormal() ?? 0);
        }

        var isNormal = law is "gauss" or "agauss";
        var deviation = a[1] * (law is "gauss" or "unif" or "mc" ? a[0] : 1);
        if (isNormal && a.Length > 2)
            deviation /= a[2] > 0 ? a[2] : throw NetlistException.Because($"{name}(): its deviation is so many σ, a number above zero, not {SiText.Exact(a[2])}.");
        var draws = a.Length > (isNormal ? 3 : 2) ? a[^1] : 1;
        if (!(draws is >= 1 and <= MostDraws) || draws != Math.Floor(draws))
            throw NetlistException.Because($"{name}() takes the one farthest out of a whole number of draws from 1 to {MostDraws}, not of {SiText.Exact(draws)}.");
        var farthest = 0.0;
        for (var k = 0; stream is not null && k < draws; k++)
        {
            var part = isNormal ? stream.NextNormal() : law == "limit" ? (stream.NextUniform() < 0.5 ? -1 : 1) : stream.NextUniform(-1, 1);
            farthest = Math.Abs(part) > Math.Abs(farthest) ? part : farthest;
        }

        return a[0] + deviation * farthest;
    }
}
