namespace CircuitSim.Netlists.Expressions;

/// <summary>
/// Functions whose value depends on what was: ddt(x), the slope of x in time; sdt(x, start), or idt, its integral from the
/// start of a transient; idtmod(x, start, modulus, offset), the same wrapped into one modulus above the offset.
/// </summary>
internal static class MemoryFunction
{
    public static readonly string[] Names = ["ddt", "sdt", "idt", "idtmod"];

    public static bool Is(string function) => Names.Contains(function, StringComparer.OrdinalIgnoreCase);

    /// <summary>Of a call that nothing has replaced by what remembers: it stands where only a value can.</summary>
    public static string? Refusal(CallExpression call) => Is(call.Function)
        ? $"{call.Function}() remembers; it can stand in the expression of a source, an R, C or L, a .print or a .measure."
        : null;
}
