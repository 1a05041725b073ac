namespace CircuitSim.Netlists.Expressions;

/// <summary>Functions that other simulators have and this one refuses, with the reason.</summary>
internal static class UnsupportedFunctions
{
    public static string? Find(string name) => name.ToLowerInvariant() switch
    {
        "ddt" or "idt" or "sdt" or "ddx" => "an expression has no memory; use a capacitor or an inductor.",
        "rnd" => "it draws anew in every step; write rand(), which draws once a run.",
        _ => null,
    };
}
