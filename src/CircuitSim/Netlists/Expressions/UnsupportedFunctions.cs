namespace CircuitSim.Netlists.Expressions;

/// <summary>Functions that other simulators have and this one refuses, with the reason.</summary>
internal static class UnsupportedFunctions
{
    public static string? Find(string name) => name.ToLowerInvariant() switch
    {
        "ddx" => "write the derivative out.",
        "rnd" => "it draws anew in every step; write rand(), which draws once a run.",
        _ => null,
    };
}
