namespace CircuitSim.Netlists.Expressions;

/// <summary>Functions that other simulators have and this one refuses, with the reason.</summary>
internal static class UnsupportedFunctions
{
    /// <summary>Draws around a nominal value, which is their first argument; here every run has that value.</summary>
    public static bool IsDraw(string name) => name.ToLowerInvariant() is "gauss" or "agauss" or "unif" or "aunif";

    public static string? Find(string name) => name.ToLowerInvariant() switch
    {
        "ddx" => "write the derivative out.",
        "rnd" or "rand" or "random" or "mc" or "sgauss" or "sunif" =>
            "a netlist is the same at every run; vary devices with a study.",
        _ => null,
    };
}
