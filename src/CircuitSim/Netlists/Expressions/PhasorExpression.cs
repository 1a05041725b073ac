namespace CircuitSim.Netlists.Expressions;

/// <summary>vm(out), vp(a,b), idb(V1), …: a real number of a complex amplitude of <c>.ac</c>. Nothing else has them.</summary>
/// <param name="Quantity">A <see cref="NodeVoltageExpression"/> or a <see cref="BranchCurrentExpression"/>.</param>
public sealed record PhasorExpression(PhasorPart Part, Expression Quantity) : Expression(Quantity.Depth)
{
    private static readonly Dictionary<string, PhasorPart> Suffixes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["m"] = PhasorPart.Magnitude,
        ["p"] = PhasorPart.Phase,
        ["db"] = PhasorPart.Decibel,
        ["r"] = PhasorPart.Real,
        ["i"] = PhasorPart.Imaginary,
    };

    /// <summary>What stands behind the v or i.</summary>
    public string Suffix => Suffixes.First(s => s.Value == Part).Key;

    /// <summary>"vm", "idb", …</summary>
    public string Function => (Quantity is BranchCurrentExpression ? "i" : "v") + Suffix;

    /// <summary>The part that a name such as vdb asks for; null for another name.</summary>
    internal static PhasorPart? FindPart(string function) =>
        function.Length > 1 && function[0] is 'v' or 'V' or 'i' or 'I' && Suffixes.TryGetValue(function[1..], out var part) ? part : null;

    /// <summary>The part that a function of a whole expression gives: db(v(out)/v(in)); null for another function.</summary>
    internal static PhasorPart? FindFunction(string function) => function.ToLowerInvariant() switch
    {
        "mag" or "abs" => PhasorPart.Magnitude,
        "ph" or "phase" => PhasorPart.Phase,
        "db" => PhasorPart.Decibel,
        "re" or "real" => PhasorPart.Real,
        "im" or "imag" or "img" => PhasorPart.Imaginary,
        _ => null,
    };
}
