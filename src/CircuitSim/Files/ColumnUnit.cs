namespace CircuitSim.Files;

/// <summary>The unit in the name of a column, as people write it: "voltage [V]", "current (uA)", "Time/s", "time_ns" or "time ns".</summary>
public static class ColumnUnit
{
    public const string Second = "s", Volt = "V", Ampere = "A", Ohm = "ohm", Siemens = "S";

    private static readonly Dictionary<string, string[]> Words = new()
    {
        [Second] = ["seconds", "second", "sec", "s"],
        [Volt] = ["volts", "volt", "v"],
        [Ampere] = ["amperes", "ampere", "amps", "amp", "a"],
        // Two characters that look alike: Greek omega and the sign of the unit.
        [Ohm] = ["ohms", "ohm", "\u03A9", "\u2126"],
        [Siemens] = ["siemens", "mho", "s"],
    };

    private static readonly (string Prefix, double Factor)[] Prefixes =
    [
        ("", 1), ("f", 1e-15), ("femto", 1e-15), ("p", 1e-12), ("pico", 1e-12), ("n", 1e-9), ("nano", 1e-9), ("u", 1e-6), ("µ", 1e-6), ("μ", 1e-6), ("micro", 1e-6),
        ("m", 1e-3), ("milli", 1e-3), ("k", 1e3), ("kilo", 1e3), ("meg", 1e6), ("mega", 1e6), ("g", 1e9), ("giga", 1e9),
    ];

    /// <summary>What the column is called, and behind it the word that may be its unit; empty where there is none.</summary>
    public static (string Words, string Unit) Split(string name)
    {
        var (words, unit, _) = Parted(name);
        return (words, unit);
    }

    /// <summary>What takes numbers in <paramref name="text"/> to <paramref name="unit"/>; null where the text is no such unit.</summary>
    /// <param name="unit">One of those above.</param>
    public static double? FactorOf(string unit, string text)
    {
        if (unit.Length == 0 || IsAmbiguous(text))
            return null;
        foreach (var word in Words[unit].Where(w => text.EndsWith(w, StringComparison.OrdinalIgnoreCase)))
        {
            var prefix = text[..^word.Length];
            // Nobody measures megavolts: TIME_MS is a header in capitals. Of ohms M is mega.
            if (prefix == "M")
                return unit == Ohm ? 1e6 : 1e-3;
            foreach (var (known, factor) in Prefixes)
            {
                if (known.Equals(prefix, StringComparison.OrdinalIgnoreCase))
                    return factor;
            }
        }

        return null;
    }

    public static bool IsAmbiguous(string unit) => unit is "mohm" or "mohms";

    /// <summary>Of a name that need not have a unit: 1 where it has none.</summary>
    /// <param name="unit">Of what the column must hold.</param>
    /// <exception cref="DataFileException">The name has the unit of something else, or one that says two things.</exception>
    public static double FactorOfName(string unit, string name, string path)
    {
        var text = name.Trim('"', '\'', ' ', '#');
        var (_, word, isBracketed) = Parted(text);
        // The whole name may be the unit; a single letter is a name.
        if (word.Length == 0 && text.Length > 1)
            word = text;
        if (word.Length == 0 || !word.Any(char.IsLetter))
            return 1;
        if (FactorOf(unit, word) is { } factor)
            return factor;
        if (IsAmbiguous(word))
            throw DataFileException.Corrupt(path, $"column '{DataFileException.Shown(name)}': '{word}' is milliohm to some and megohm to others; write megohm or milliohm.");
        // V_a and g_s are names, V_mA and g_kohm are not.
        var isOther = isBracketed || (word.Length > 1 && word != text && Words.Keys.Any(other => FactorOf(other, word) is not null));
        return !isOther ? 1 : throw DataFileException.Corrupt(path,
            $"column '{DataFileException.Shown(name)}': '{DataFileException.Shown(word)}' is no unit of numbers in {unit}; write one that is, such as {(unit == Ohm ? "k" : "m")}{unit}, or none.");
    }

    private static (string Words, string Unit, bool IsBracketed) Parted(string text)
    {
        foreach (var (open, close) in new[] { ('[', ']'), ('(', ')') })
        {
            if (text.EndsWith(close) && text.LastIndexOf(open) is var at and >= 0)
                return (text[..at], text[(at + 1)..^1].Trim(), true);
        }

        var end = text.LastIndexOfAny(['/', '_', ' ']);
        return end > 0 ? (text[..end], text[(end + 1)..], false) : (text, "", false);
    }
}
