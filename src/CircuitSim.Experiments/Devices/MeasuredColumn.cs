namespace CircuitSim.Experiments.Devices;

/// <summary>What a column of a measurement holds, by its name: a quantity and its unit, as people write them.</summary>
/// <param name="Quantity">One of <see cref="Quantities"/>, or empty for a column that is only a number or a remark of its own.</param>
/// <param name="Factor">From its unit to the SI's.</param>
internal readonly record struct MeasuredColumn(string Quantity, double Factor)
{
    public const string Time = "time", Voltage = "voltage", Current = "current", Width = "width", Resistance = "resistance", Conductance = "conductance",
        ReadVoltage = "read voltage", Count = "count";

    /// <summary>For messages.</summary>
    public const string Forms = "columns are named with their units, such as time_s, voltage [V], current (uA), width_ns, resistance_kohm, conductance_us, v_read [V], or count";

    private static readonly (string Quantity, string Unit, string[] Names)[] Quantities =
    [
        (Time, "s", ["t", "time", "timestamp", "elapsedtime"]),
        (Voltage, "V", ["v", "u", "voltage", "bias", "biasvoltage", "pulsevoltage", "vpulse", "amplitude", "pulseamplitude", "appliedvoltage", "devicevoltage"]),
        (Current, "A", ["i", "current", "readcurrent", "iread", "devicecurrent"]),
        (Width, "s", ["width", "pulsewidth", "tpulse", "tp", "duration", "pulseduration", "switchingtime", "tswitch"]),
        (Resistance, "ohm", ["r", "resistance", "readresistance", "rread"]),
        (Conductance, "S", ["g", "conductance", "readconductance", "gread"]),
        (ReadVoltage, "V", ["vread", "readvoltage"]),
        (Count, "", ["count", "pulses", "repeat", "repeats"]),
        ("", "", ["pulse", "index", "cycle", "point", "row", "number", "sample", "state", "exactstate"]),
    ];

    private static readonly Dictionary<string, string[]> Units = new()
    {
        ["s"] = ["seconds", "second", "sec", "s"],
        ["V"] = ["volts", "volt", "v"],
        ["A"] = ["amperes", "ampere", "amps", "amp", "a"],
        ["ohm"] = ["ohms", "ohm", "Ω", "Ω"],
        ["S"] = ["siemens", "mho", "s"],
    };

    private static readonly (string Prefix, double Factor)[] Prefixes =
    [
        ("", 1), ("f", 1e-15), ("femto", 1e-15), ("p", 1e-12), ("pico", 1e-12), ("n", 1e-9), ("nano", 1e-9), ("u", 1e-6), ("µ", 1e-6), ("μ", 1e-6), ("micro", 1e-6),
        ("m", 1e-3), ("milli", 1e-3), ("k", 1e3), ("kilo", 1e3), ("meg", 1e6), ("mega", 1e6), ("g", 1e9), ("giga", 1e9),
    ];

    /// <exception cref="DataFileException">The name is not understood; the message has the forms that are.</exception>
    public static MeasuredColumn Of(string name, string path)
    {
        var text = name.Trim('"', '\'', ' ', '#');
        var (words, unit) = Split(text);
        var found = Find(words);
        // v_read, of which the last word is no unit, and count, which has none.
        if (found.Names is null || (unit.Length > 0 && UnitOf(found.Unit, unit) is null && Find(text).Names is not null))
            (found, unit) = (Find(text), "");
        var shown = DataFileException.Shown(name);
        if (found.Names is null)
            throw DataFileException.Corrupt(path, $"column '{shown}' is not understood; {Forms}.");
        if (found.Unit.Length == 0)
            return new MeasuredColumn(found.Quantity, 1);
        if (unit.Length == 0)
            throw DataFileException.Corrupt(path, $"column '{shown}' gives no unit; {Forms}.");
        return new MeasuredColumn(found.Quantity, UnitOf(found.Unit, unit)
            ?? throw DataFileException.Corrupt(path, $"column '{shown}': '{DataFileException.Shown(unit)}' is {(Ambiguous(unit) ? "milliohm to some and megohm to others; write megohm or milliohm" : $"no unit of a {found.Quantity}; {Forms}")}."));
    }

    /// <summary>"voltage [V]", "current (uA)", "Time/s", "time_ns" or "time ns".</summary>
    private static (string Words, string Unit) Split(string text)
    {
        foreach (var (open, close) in new[] { ('[', ']'), ('(', ')') })
        {
            if (text.EndsWith(close) && text.LastIndexOf(open) is var at and > 0)
                return (text[..at], text[(at + 1)..^1].Trim());
        }

        var end = text.LastIndexOfAny(['/', '_', ' ']);
        return end > 0 ? (text[..end], text[(end + 1)..]) : (text, "");
    }

    private static (string Quantity, string Unit, string[] Names) Find(string words)
    {
        var name = string.Concat(words.Where(char.IsLetterOrDigit)).ToLowerInvariant();
        return Quantities.FirstOrDefault(q => q.Names.Contains(name));
    }

    private static double? UnitOf(string unit, string text)
    {
        if (unit.Length == 0 || Ambiguous(text))
            return null;
        foreach (var word in Units[unit].Where(w => text.EndsWith(w, StringComparison.OrdinalIgnoreCase)))
        {
            var prefix = text[..^word.Length];
            // Nobody measures megavolts: TIME_MS is a header in capitals. Of ohms M is mega.
            if (prefix == "M")
                return unit == "ohm" ? 1e6 : 1e-3;
            foreach (var (known, factor) in Prefixes)
            {
                if (known.Equals(prefix, StringComparison.OrdinalIgnoreCase))
                    return factor;
            }
        }

        return null;
    }

    private static bool Ambiguous(string unit) => unit is "mohm" or "mohms";
}
