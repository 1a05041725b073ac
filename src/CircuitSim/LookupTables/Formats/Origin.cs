using System.Globalization;

namespace CircuitSim.LookupTables.Formats;

/// <summary>Where tables come from, as one line that a file's header can hold.</summary>
internal static class Origin
{
    public static string Line(TableProvenance p) =>
        string.Create(CultureInfo.InvariantCulture, $"CircuitSim {p.Version}, {p.Source}, seed {p.Seed}, card sha256 {p.CardSha256 ?? "none"}, {p.Temperature:R} K, read {p.ReadVoltage:R} V{Pulse("set", p.Set)}{Pulse("reset", p.Reset)}").ReplaceLineEndings(" ");

    /// <summary>Numbers in one line, every digit of them.</summary>
    public static string Numbers(IEnumerable<double> values, char separator) => string.Join(separator, values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));

    private static string Pulse(string name, TablePulse? pulse) =>
        pulse is { } p ? string.Create(CultureInfo.InvariantCulture, $", {name} {p.Voltage:R} V for {p.Width:R} s with edges of {p.Edge:R} s") : "";
}
