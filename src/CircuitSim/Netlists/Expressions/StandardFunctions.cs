namespace CircuitSim.Netlists.Expressions;

/// <summary>
/// Functions that other tools have built in and that are nothing but an expression of those that are here; a .func of the
/// netlist hides one. Their bodies see neither parameters nor functions of a netlist.
/// </summary>
internal static class StandardFunctions
{
    private static readonly Dictionary<string, Lazy<FunctionDefinition>> All = new(StringComparer.OrdinalIgnoreCase)
    {
        ["stp"] = Define("stp", "x", "x > 0"),
        ["buf"] = Define("buf", "x", "x > 0.5"),
        ["inv"] = Define("inv", "x", "x <= 0.5"),
        ["sign"] = Define("sign", "x,y", "sgn(y) * abs(x)"),
        ["round"] = Define("round", "x", "sgn(x) * floor(abs(x) + 0.5)"),
        ["trunc"] = Define("trunc", "x", "int(x)"),
        ["fabs"] = Define("fabs", "x", "abs(x)"),
        ["square"] = Define("square", "x", "x * x"),
        ["hypot"] = Define("hypot", "x,y", "sqrt(x * x + y * y)"),
        ["cbrt"] = Define("cbrt", "x", "pwr(x, 1 / 3)"),
        ["pwrs"] = Define("pwrs", "x,y", "pwr(x, y)"),
        ["fmod"] = Define("fmod", "x,y", "x - y * int(x / y)"),
        ["idiv"] = Define("idiv", "x,y", "int(x / y)"),
        // LTspice's limits with a round corner of half width z.
        ["uplim"] = Define("uplim", "x,p,z", "min(x, p - z) + (1 - (min(max(0, x - p + z), 2 * z) / (2 * z) - 1) ^ 2) * z"),
        ["dnlim"] = Define("dnlim", "x,n,z", "max(x, n + z) - (1 - (min(max(0, n + z - x), 2 * z) / (2 * z) - 1) ^ 2) * z"),
    };

    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>Null if there is none of the name, or not with so many arguments.</summary>
    public static FunctionDefinition? Find(string name, int arguments) =>
        All.TryGetValue(name, out var function) && function.Value.Arguments.Count == arguments ? function.Value : null;

    /// <summary>Why a call of one of them is none.</summary>
    public static string? Refusal(CallExpression call) => All.TryGetValue(call.Function, out var function)
        ? $"{call.Function}() takes {function.Value.Arguments.Count} argument{(function.Value.Arguments.Count == 1 ? "" : "s")}, not {call.Arguments.Count}."
        : null;

    private static Lazy<FunctionDefinition> Define(string name, string arguments, string body) =>
        new(() => new FunctionDefinition(name, arguments.Split(','), Expression.Parse(body)));
}
