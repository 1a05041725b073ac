namespace CircuitSim.Netlists.Expressions;

/// <summary>Functions that other simulators have and this one refuses, with the reason.</summary>
internal static class UnsupportedFunctions
{
    public static string? Find(string name) => name.ToLowerInvariant() switch
    {
        "ddt" or "idt" or "sdt" or "ddx" => "an expression has no memory; use a capacitor or an inductor.",
        "gauss" or "agauss" or "unif" or "aunif" or "rnd" or "rand" or "random" or "mc" or "sgauss" or "sunif" =>
            "a netlist is the same at every run; vary devices with a study.",
        _ => null,
    };
}
