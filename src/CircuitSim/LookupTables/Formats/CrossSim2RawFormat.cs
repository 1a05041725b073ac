using System.Text;

namespace CircuitSim.LookupTables.Formats;

/// <summary>
/// Measured ramps as CrossSim 2.0's own generator of training tables takes them (examples/lookup_table_generation): one header line, a
/// column for each ramp, rows are read currents behind successive pulses. It drops zeros and what is no number, divides by 0.1 V, and
/// gives each ΔG to the middle of its step.
/// </summary>
public sealed class CrossSim2RawFormat : ITableFormat
{
    /// <summary>That create_lookup_table.py divides by [V].</summary>
    private const double ReadVoltage = 0.1;

    private const string SetName = "set.csv", ResetName = "reset.csv";

    public string Word => "crosssim-2-raw";

    public string Title => "CrossSim 2.0, measured ramps for its table generator";

    public TableKind Kind => TableKind.Device;

    public IReadOnlyList<string> Loading =>
    [
        $"In `examples/lookup_table_generation/create_lookup_table.py` set `folder` to this one; `read_voltage = 0.1`, `header_lines = 1` are its defaults; it makes `dG_increasing.txt` and `dG_decreasing.txt` of `{SetName}` and `{ResetName}`.",
        "It interpolates between successive steps, which averages the noise from cycle to cycle (to 2/3 of its variance): where that matters take the tables of `crosssim-2`.",
    ];

    public IReadOnlyList<FormatDocument> Write(TableSet tables)
    {
        var (up, down) = (Moving(tables[DeviceKeys.SetRamps], 1, "set"), Moving(tables[DeviceKeys.ResetRamps], -1, "reset"));
        if (Math.Max(up.Min(r => r.Min()), down.Min(r => r.Min())) >= Math.Min(up.Max(r => r.Max()), down.Max(r => r.Max())))
            throw InvalidParameterException.Because("ramps", "CrossSim's generator makes a table of the conductances that ramps of set and of reset pulses both reach, and there are none; take more, longer or stronger pulses.");
        return [Document(SetName, up), Document(ResetName, down)];
    }

    /// <summary>The ramps that end where they should, by which CrossSim tells a ramp's direction.</summary>
    private static List<double[]> Moving(LookupTable ramps, int sign, string pulse)
    {
        var moving = Enumerable.Range(0, ramps.Axes[0].Count).Select(r => ramps.Row(r).ToArray()).Where(r => (r[^1] - r[0]) * sign > 0).ToList();
        return moving.Count > 0 ? moving : throw InvalidParameterException.Because("ramps", $"no ramp of {pulse} pulses moves the device; take longer or stronger ones.");
    }

    private static FormatDocument Document(string name, List<double[]> ramps)
    {
        var text = new StringBuilder(string.Join(',', Enumerable.Range(0, ramps.Count).Select(r => $"i_ramp{r}_a"))).Append('\n');
        for (var pulse = 0; pulse < ramps[0].Length; pulse++)
            text.Append(Origin.Numbers(ramps.Select(r => r[pulse] * ReadVoltage), ',')).Append('\n');
        return FormatDocument.Text(name, text.ToString());
    }

    public IReadOnlyList<string> Faults(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var faults = new FaultList();
        var (up, down) = (ReadOne(files, SetName, 1, faults), ReadOne(files, ResetName, -1, faults));
        if (up is { } u && down is { } d && Math.Max(u.Least, d.Least) >= Math.Min(u.Greatest, d.Greatest))
            faults.Add($"{SetName}, {ResetName}: no conductance is reached by ramps of both; CrossSim's table covers those alone.");
        return faults.All;
    }

    private static (double Least, double Greatest)? ReadOne(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string name, int sign, FaultList faults)
    {
        // It looks for three currents at least: two steps, between which it interpolates.
        const int FewestPulses = 3;
        if (TextNumbers.Read(files, name, ',', 1, faults) is not { } read)
            return null;
        if (read.Count < FewestPulses)
            faults.Add($"{name}: has {read.Count} lines of currents; a ramp needs {FewestPulses}.");
        else if (read.Has(0, read.Count, read[0].Length, "ramp", faults))
        {
            var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
            for (var k = 0; k < read[0].Length; k++)
            {
                for (var row = 0; row < read.Count; row++)
                {
                    var current = read[row][k];
                    if (!(current > 0))
                        faults.Add($"{read.Place(row, k)}: a read current must be above zero; CrossSim drops zeros.");
                    (least, greatest) = (Math.Min(least, current), Math.Max(greatest, current));
                }

                if ((read[read.Count - 1][k] - read[0][k]) * sign <= 0)
                    faults.Add($"{read.Place(read.Count - 1, k)}: the ramp does not end {(sign > 0 ? "above" : "below")} its start; CrossSim takes its direction from the two.");
            }

            return (least, greatest);
        }

        return null;
    }
}
