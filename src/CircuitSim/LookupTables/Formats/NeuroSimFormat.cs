using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using static System.FormattableString;

namespace CircuitSim.LookupTables.Formats;

/// <summary>
/// NeuroSim's description of a device by a curve and two sigmas, as its trainers take it (MLP+NeuroSim V3.0, DNN+NeuroSim V2.1), and
/// its table of levels for inference (DNN+NeuroSim V1.5). The curve runs through the range that both ramps of pulses cover.
/// </summary>
public sealed class NeuroSimFormat : ITableFormat
{
    private const string ParametersName = "parameters.json", LinesName = "lines.txt", StatesHeader = "states,mean,std";

    /// <summary>Bits of the cells that a file of levels is written for, by its name.</summary>
    private static readonly (string Name, int Bits)[] StateFiles = [("mem_states.csv", 4), ("mem_states_1bit.csv", 1), ("mem_states_2bit.csv", 2), ("mem_states_3bit.csv", 3)];

    private static readonly string[] Sides = ["ltp", "ltd"], Sigmas = ["sigma_cycle_to_cycle", "sigma_device_to_device"];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    public string Word => "neurosim";

    public string Title => "NeuroSim parameters and levels";

    public TableKind Kind => TableKind.Device;

    public IReadOnlyList<string> Loading =>
    [
        $"Training: `{LinesName}` has the lines for `Cell.cpp` (MLP+NeuroSim V3.0) and `train.py` (DNN+NeuroSim V2.1); `{ParametersName}` has their origin and the curve's error.",
        "Inference (V1.5): give `inference.py` a `bitcell` of 4 and `mem_states.csv` as its `mem_states_file`, or a `bitcell` of 1, 2 or 3 and the file of as many bits.",
    ];

    public IReadOnlyList<FormatDocument> Write(TableSet tables)
    {
        var (least, greatest) = Range(tables);
        var up = NeuroSimCurve.Of(tables, least, greatest, sign: 1);
        var down = NeuroSimCurve.Of(tables, least, greatest, sign: -1);
        var cycle = Math.Sqrt((up.CycleVariance + down.CycleVariance) / 2);
        var device = Math.Sqrt((up.LabelVariance + down.LabelVariance) / 2);
        var parameters = new JsonObject
        {
            ["format"] = "neurosim",
            ["g_min_s"] = least,
            ["g_max_s"] = greatest,
            ["read_voltage_v"] = tables.Provenance.ReadVoltage,
            ["ltp"] = up.Json(tables.Provenance.Set),
            ["ltd"] = down.Json(tables.Provenance.Reset),
            ["sigma_cycle_to_cycle"] = cycle,
            ["sigma_device_to_device"] = device,
        };
        return
        [
            FormatDocument.Text(ParametersName, parameters.ToJsonString(Indented) + "\n"),
            FormatDocument.Text(LinesName, Lines(tables.Provenance, least, greatest, up, down, cycle, device)),
            .. StateFiles.Select(f => FormatDocument.Text(f.Name, States(tables, least, greatest, 1 << f.Bits))),
        ];
    }

    /// <summary>What both ramps cover: its curves begin and end at the same two conductances.</summary>
    private static (double Least, double Greatest) Range(TableSet tables)
    {
        var (set, reset) = (tables[DeviceKeys.SetRamp].Values.ToArray(), tables[DeviceKeys.ResetRamp].Values.ToArray());
        var (least, greatest) = (Math.Max(set[0], reset.Min()), Math.Min(reset[0], set.Max()));
        InvalidParameterException.Require(greatest > least, DeviceKeys.SetRamp, greatest, "S", $"above {least:R} S, where the ramp of reset pulses ends: both ramps must share a range; take more, longer or stronger pulses");
        return (least, greatest);
    }

    private static string States(TableSet tables, double least, double greatest, int count)
    {
        var text = new StringBuilder(StatesHeader + "\n");
        for (var k = 0; k < count; k++)
        {
            var mean = least + (greatest - least) * k / (count - 1);
            text.Append(CultureInfo.InvariantCulture, $"{k},{mean:R},{OnePulse.Spread(tables, mean):R}\n");
        }

        return text.ToString();
    }

    private static string Lines(TableProvenance p, double least, double greatest, NeuroSimCurve up, NeuroSimCurve down, double cycle, double device)
    {
        // Both loaders cut the label behind its second digit, 2.29 being read as 2.28: half a step more cannot be cut wrongly.
        static string Label(NeuroSimCurve d) => Math.CopySign(Math.Round(Math.Abs(d.Label), 2) + 0.005, d.Label).ToString("0.000", CultureInfo.InvariantCulture);
        static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"The curve lies off the ramp of pulses by {up.Largest:P1} of the range at most on the way up, {down.Largest:P1} on the way down.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"MLP+NeuroSim V3.0, Cell.cpp, RealDevice::RealDevice:\n\n");
        text.Append(CultureInfo.InvariantCulture, $"    maxConductance = {Exact(greatest)};\n    minConductance = {Exact(least)};\n    readVoltage = {Exact(p.ReadVoltage)};\n");
        if (p is { Set: { } set, Reset: { } reset })
        {
            text.Append($"    writeVoltageLTP = {Exact(Math.Abs(set.Voltage))};\n    writeVoltageLTD = {Exact(Math.Abs(reset.Voltage))};\n");
            text.Append($"    writePulseWidthLTP = {Exact(set.Width)};\n    writePulseWidthLTD = {Exact(reset.Width)};\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"    maxNumLevelLTP = {up.Levels};\n    maxNumLevelLTD = {down.Levels};\n    NL_LTP = {Label(up)};\n    NL_LTD = {Label(down)};\n");
        text.Append($"    sigmaDtoD = {Exact(device)};\n    sigmaCtoC = {Exact(cycle)} * (maxConductance - minConductance);\n\n");
        text.Append("DNN+NeuroSim V2.1, train.py, below parse_args (one number of levels for both directions):\n\n");
        text.Append(CultureInfo.InvariantCulture, $"    args.max_level = {(up.Levels + down.Levels + 1) / 2}\n    args.nonlinearityLTP = {Label(up)}\n    args.nonlinearityLTD = {Label(down)}\n    args.d2dVari = {Exact(device)}\n    args.c2cVari = {Exact(cycle)}\n    args.onoffratio = {Exact(greatest / least)}\n");
        return text.ToString();
    }

    public IReadOnlyList<string> Faults(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var faults = new List<string>();
        if (files.Has(ParametersName, faults))
            Judge(files[ParametersName], faults);
        foreach (var (name, bits) in StateFiles)
        {
            if (files.Has(name, faults))
                JudgeStates(name, files[name], 1 << bits, faults);
        }

        return faults;
    }

    /// <summary>The rules of RealDevice and getParamA of MLP+NeuroSim V3.0; a label beyond its table is cut to it, and 0 has no A.</summary>
    private static void Judge(ReadOnlyMemory<byte> content, List<string> faults)
    {
        try
        {
            var p = JsonNode.Parse(content.Span)!;
            double Number(JsonNode? node) => node is null ? double.NaN : (double)node;
            var (least, greatest) = (Number(p["g_min_s"]), Number(p["g_max_s"]));
            if (!(least >= 0 && greatest > least))
                faults.Add($"{ParametersName}: g_max_s = {greatest:R} must be above g_min_s = {least:R}, and that not below zero.");
            foreach (var side in Sides)
            {
                var (levels, label) = (Number(p[side]!["pulses"]), Number(p[side]!["nonlinearity"]));
                if (!(levels >= 1 && levels == Math.Floor(levels)))
                    faults.Add(Invariant($"{ParametersName}: {side}.pulses = {levels:R} must be a whole number from 1."));
                if (!(Math.Abs(label) is >= 0.01 and < 9.01))
                    faults.Add($"{ParametersName}: {side}.nonlinearity = {label:R} is not in the table of NeuroSim, which goes from 0.01 to 9.");
                // B (1 − e^{−P/A}) with P = 1 from the flat end: where that is lost in a float, the cell stays there for ever.
                var bend = (side == "ltp" ? 1 : -1) / Number(p[side]!["a_normalised"]);
                if (bend < 0 && Math.Exp(bend) * (Math.Exp(-bend / levels) - 1) < 3e-8)
                    faults.Add(Invariant($"{ParametersName}: {side}.a_normalised = {(side == "ltp" ? 1 : -1) / bend:R} lets the first pulse go {Math.Exp(bend) * (Math.Exp(-bend / levels) - 1):G2} of the range, which the rounding of 32 bits loses: a cell never leaves its end."));
            }

            foreach (var sigma in Sigmas.Where(s => !(Number(p[s]) >= 0)))
                faults.Add($"{ParametersName}: {sigma} must be a number from 0.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            faults.Add(NumericLines.Unreadable(ParametersName, e));
        }
    }

    /// <summary>Of V1.5: one row for each state of a cell, by columns called mean and std.</summary>
    private static void JudgeStates(string name, ReadOnlyMemory<byte> content, int count, List<string> faults)
    {
        var header = Encoding.UTF8.GetString(content.Span).Split('\n')[0].TrimEnd('\r');
        if (header != StatesHeader)
        {
            faults.Add($"{name}, line 1, column 1: the header is '{DataFileException.Shown(header)}', and {StatesHeader} is wanted.");
            return;
        }

        var rows = NumericLines.Read(name, content, ',', '\0', 1, out var fault);
        if (fault is not null)
            faults.Add(fault);
        else if (rows.FirstOrDefault(r => r.Numbers.Length != 3) is { Line: > 0 } odd)
            faults.Add($"{name}, line {odd.Line}, column 1: has {odd.Numbers.Length} values; 3 are wanted.");
        else if (rows.Count != count)
            faults.Add($"{name}, line {rows.Count + 1}, column 1: ends behind {rows.Count} states; {count} are wanted.");
        else
            for (var k = 0; k < count; k++)
            {
                var (line, n) = rows[k];
                if (n[0] != k)
                    faults.Add($"{name}, line {line}, column 1: state {n[0]:R} stands where state {k} is wanted.");
                if (n[1] < 0 || (k > 0 && n[1] <= rows[k - 1].Numbers[1]))
                    faults.Add($"{name}, line {line}, column 2: the mean {n[1]:R} S does not rise.");
                if (n[2] < 0)
                    faults.Add($"{name}, line {line}, column 3: a standard deviation below zero, {n[2]:R} S.");
            }
    }
}
