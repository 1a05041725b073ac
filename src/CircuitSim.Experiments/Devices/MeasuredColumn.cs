using CircuitSim.Files;

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
        (Time, ColumnUnit.Second, ["t", "time", "timestamp", "elapsedtime"]),
        (Voltage, ColumnUnit.Volt, ["v", "u", "voltage", "bias", "biasvoltage", "pulsevoltage", "vpulse", "amplitude", "pulseamplitude", "appliedvoltage", "devicevoltage"]),
        (Current, ColumnUnit.Ampere, ["i", "current", "readcurrent", "iread", "devicecurrent"]),
        (Width, ColumnUnit.Second, ["width", "pulsewidth", "tpulse", "tp", "duration", "pulseduration", "switchingtime", "tswitch"]),
        (Resistance, ColumnUnit.Ohm, ["r", "resistance", "readresistance", "rread"]),
        (Conductance, ColumnUnit.Siemens, ["g", "conductance", "readconductance", "gread"]),
        (ReadVoltage, ColumnUnit.Volt, ["vread", "readvoltage"]),
        (Count, "", ["count", "pulses", "repeat", "repeats"]),
        ("", "", ["pulse", "index", "cycle", "point", "row", "number", "sample", "state", "exactstate"]),
    ];

    /// <exception cref="DataFileException">The name is not understood; the message has the forms that are.</exception>
    public static MeasuredColumn Of(string name, string path)
    {
        var text = name.Trim('"', '\'', ' ', '#');
        var (words, unit) = ColumnUnit.Split(text);
        var found = Find(words);
        // v_read, of which the last word is no unit, and count, which has none.
        if (found.Names is null || (unit.Length > 0 && ColumnUnit.FactorOf(found.Unit, unit) is null && Find(text).Names is not null))
            (found, unit) = (Find(text), "");
        var shown = DataFileException.Shown(name);
        if (found.Names is null)
            throw DataFileException.Corrupt(path, $"column '{shown}' is not understood; {Forms}.");
        if (found.Unit.Length == 0)
            return new MeasuredColumn(found.Quantity, 1);
        if (unit.Length == 0)
            throw DataFileException.Corrupt(path, $"column '{shown}' gives no unit; {Forms}.");
        return new MeasuredColumn(found.Quantity, ColumnUnit.FactorOf(found.Unit, unit)
            ?? throw DataFileException.Corrupt(path, $"column '{shown}': '{DataFileException.Shown(unit)}' is {(ColumnUnit.IsAmbiguous(unit) ? "milliohm to some and megohm to others; write megohm or milliohm" : $"no unit of a {found.Quantity}; {Forms}")}."));
    }

    private static (string Quantity, string Unit, string[] Names) Find(string words)
    {
        var name = string.Concat(words.Where(char.IsLetterOrDigit)).ToLowerInvariant();
        return Quantities.FirstOrDefault(q => q.Names.Contains(name));
    }
}
