using System.Globalization;

namespace CircuitSim.Numerics;

/// <summary>
/// Numbers as people read and write them: 1e-9 s is "1 ns", "4.7k" is 4700. The only place where SI prefixes exist;
/// everywhere else a number is in base units. Parsing follows SPICE: case does not matter, M is milli, MEG is 10⁶,
/// MIL is 25.4e-6, and letters behind the factor are a unit and ignored.
/// </summary>
public static class SiText
{
    /// <summary>Decimal digits that a <see cref="long"/> always holds.</summary>
    private const int MostDigitsOfLong = 18;

    private static readonly (double Factor, string Prefix)[] Prefixes =
    [
        (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1, ""), (1e-3, "m"), (1e-6, "µ"), (1e-9, "n"), (1e-12, "p"), (1e-15, "f"),
    ];

    private static readonly (double Seconds, string Unit)[] LongUnits = [(31_557_600, "years"), (86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];

    /// <summary>
    /// "2.2 kΩ": four significant digits and a prefix; outside femto to tera, an exponent. Decibels, degrees and shares have no prefixes, and
    /// times of a thousand seconds and more are <see cref="Duration"/>s.
    /// </summary>
    public static string Format(double value, string unit)
    {
        var space = unit.Length == 0 ? "" : " ";
        if (value == 0 || !double.IsFinite(value))
            return string.Create(CultureInfo.InvariantCulture, $"{value}{space}{unit}");
        if (unit is "dB" or "°")
            return string.Create(CultureInfo.InvariantCulture, $"{value:G4} {unit}");
        var magnitude = Math.Abs(value);
        if (unit == "s" && magnitude >= 999.95)
            return Duration(value);
        // A prefix without a unit reads as one: 0.5, not 500 m.
        if (unit.Length == 0 && magnitude is >= 0.99995e-3 and < 1)
            return value.ToString("G4", CultureInfo.InvariantCulture);
        foreach (var (factor, prefix) in Prefixes)
        {
            if (magnitude >= factor * 0.99995 && magnitude < factor * 999.95)
            {
                var text = (value / factor).ToString("G4", CultureInfo.InvariantCulture);
                return prefix.Length == 0 && unit.Length == 0 ? text : $"{text} {prefix}{unit}";
            }
        }

        return $"{value.ToString("0.###e+0", CultureInfo.InvariantCulture)}{space}{unit}";
    }

    /// <summary>"0.4 s", "3 h 12 min", "5 d 3 h", "464,300 years": seconds to a tenth, above a minute the two largest units, whole.</summary>
    public static string Duration(double seconds)
    {
        var magnitude = Math.Abs(seconds);
        var sign = seconds < 0 ? "-" : "";
        if (!(magnitude >= 59.95 && double.IsFinite(magnitude)))
            return string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
        if (magnitude >= LongUnits[0].Seconds)
        {
            var years = magnitude / LongUnits[0].Seconds;
            var step = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(years)) - 3));
            return years >= 1e9
                ? string.Create(CultureInfo.InvariantCulture, $"{sign}{years:0.###e+0} years")
                : string.Create(CultureInfo.InvariantCulture, $"{sign}{(years < 1000 ? years : Math.Round(years / step) * step):#,0.#} years");
        }

        // The smaller of the two units is rounded; what rounds up to the next one is that.
        for (var k = 1; k < LongUnits.Length - 1; k++)
        {
            var (large, small) = (LongUnits[k], LongUnits[k + 1]);
            var count = Math.Round(magnitude / small.Seconds);
            var whole = Math.Floor(count * small.Seconds / large.Seconds);
            if (whole >= 1)
            {
                var rest = Math.Round(count - whole * large.Seconds / small.Seconds);
                return string.Create(CultureInfo.InvariantCulture, $"{sign}{whole} {large.Unit}{(rest > 0 ? $" {rest} {small.Unit}" : "")}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
    }

    /// <summary>The prefix that <see cref="Format"/> takes, and its power of ten.</summary>
    public static (double Factor, string Prefix) PrefixOf(double value)
    {
        var magnitude = Math.Abs(value);
        return magnitude == 0 ? (1, "") : Prefixes.FirstOrDefault(p => magnitude >= p.Factor * 0.99995, Prefixes[^1]);
    }

    /// <summary>"3.2e-12": two significant digits, for errors and residuals.</summary>
    public static string Scientific(double value) =>
        value == 0 ? "0" : value.ToString("0.0e+0", CultureInfo.InvariantCulture);

    /// <summary>The shortest text that reads back as the same bits.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Reads a SPICE number; false if the text does not start with one or the result is not finite.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        // A whole number, as seeds and counts are: the nearest double, with no look at what else it could be.
        if (text.Length is > 0 and <= MostDigitsOfLong && !text.ContainsAnyExceptInRange('0', '9'))
        {
            var whole = 0L;
            foreach (var c in text)
                whole = 10 * whole + (c - '0');
            value = whole;
            return true;
        }

        var length = MantissaLength(text);
        value = 0;
        if (length == 0 || !double.TryParse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out var mantissa))
            return false;
        var rest = text[length..];
        foreach (var c in rest)
        {
            if (!char.IsLetter(c) && c is not ('Ω' or '%'))
                return false;
        }

        value = Scale(mantissa, rest);
        return double.IsFinite(value);
    }

    /// <summary>
    /// A number as people type it: as <see cref="TryParse"/> reads it, but a percent sign is not a unit to be ignored: "5%" is 0.05, and a
    /// blank may stand in front of the sign. No prefix goes with it.
    /// </summary>
    public static bool TryParseTyped(ReadOnlySpan<char> text, out double value)
    {
        if (!text.Contains('%'))
            return TryParse(text, out value);
        var number = text[..^1].TrimEnd(' ');
        value = 0;
        if (text[^1] != '%' || MantissaLength(number) != number.Length || !TryParse(number, out var percent))
            return false;
        value = percent / 100;
        return true;
    }

    /// <summary>The same as a word for whoever reads SPICE's numbers: "5%" becomes "0.05", any other word stays.</summary>
    public static string WithoutPercent(string word) => word is [.., '%'] && TryParseTyped(word, out var value) ? Exact(value) : word;

    private static double Scale(double mantissa, ReadOnlySpan<char> suffix)
    {
        if (suffix.StartsWith("meg", StringComparison.OrdinalIgnoreCase))
            return mantissa * 1e6;
        if (suffix.StartsWith("mil", StringComparison.OrdinalIgnoreCase))
            return mantissa * 25.4e-6;
        if (suffix.IsEmpty)
            return mantissa;
        // Division by a power of ten keeps "1n" the same bits as 1e-9; a product with 1e-9 would not.
        return char.ToLowerInvariant(suffix[0]) switch
        {
            't' => mantissa * 1e12,
            'g' => mantissa * 1e9,
            'k' => mantissa * 1e3,
            'm' => mantissa / 1e3,
            'u' or 'µ' or 'μ' => mantissa / 1e6,
            'n' => mantissa / 1e9,
            'p' => mantissa / 1e12,
            'f' => mantissa / 1e15,
            'a' => mantissa / 1e18,
            _ => mantissa,
        };
    }

    private static int MantissaLength(ReadOnlySpan<char> text)
    {
        var i = 0;
        if (i < text.Length && text[i] is '+' or '-')
            i++;
        var digits = 0;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
        {
            i++;
            digits++;
        }

        if (i < text.Length && text[i] == '.')
        {
            i++;
            while (i < text.Length && char.IsAsciiDigit(text[i]))
            {
                i++;
                digits++;
            }
        }

        if (digits == 0)
            return 0;
        if (i < text.Length && text[i] is 'e' or 'E')
        {
            var j = i + 1;
            if (j < text.Length && text[j] is '+' or '-')
                j++;
            if (j < text.Length && char.IsAsciiDigit(text[j]))
            {
                while (j < text.Length && char.IsAsciiDigit(text[j]))
                    j++;
                i = j;
            }
        }

        return i;
    }
}
