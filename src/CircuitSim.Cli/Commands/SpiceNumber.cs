using CircuitSim.Numerics;

namespace CircuitSim.Cli.Commands;

/// <summary>The value of an option, in base units; as text, what a user would type for it: 50n, 4.7k, 10meg.</summary>
internal readonly record struct SpiceNumber(double Value)
{
    private static readonly (double Factor, string Suffix)[] Suffixes =
    [
        (1e12, "t"), (1e9, "g"), (1e6, "meg"), (1e3, "k"), (1e-6, "u"), (1e-9, "n"), (1e-12, "p"), (1e-15, "f"),
    ];

    public static implicit operator double(SpiceNumber number) => number.Value;

    public static implicit operator SpiceNumber(double value) => new(value);

    /// <summary>Reads back as the same bits; numbers that are as short without a suffix have none.</summary>
    public override string ToString()
    {
        var plain = SiText.Exact(Value);
        if (Math.Abs(Value) is >= 1e-3 and < 1e3)
            return plain;
        foreach (var (factor, suffix) in Suffixes)
        {
            var text = SiText.Exact(Math.Round(Value / factor, 12)) + suffix;
            if (Math.Abs(Value) >= factor)
                return SiText.TryParse(text, out var same) && same == Value && text.Length <= plain.Length ? text : plain;
        }

        return plain;
    }
}
