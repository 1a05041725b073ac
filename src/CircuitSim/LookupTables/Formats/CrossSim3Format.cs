using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CircuitSim.Files;

namespace CircuitSim.LookupTables.Formats;

/// <summary>
/// A device of CrossSim 3.x (checked with 3.2.0): a class derived from EmptyDevice (simulator/devices/idevice.py), found by its name once
/// it is imported; the tables that it looks up; and parameters that name it. G and V are normalised, G_max and V_read to 1.
/// <code>
/// G_norm  0 and the table's conductances / G_max                                            [conductances]
/// mu      mean of what a write leaves of error, / G_max                                     [conductances]
/// sigma   its standard deviation, / G_max                                                   [conductances]
/// V_norm  voltages / V_read, 0 among them                                                   [voltages]
/// I_norm  current / (G_max V_read); 0 at G = 0, where CrossSim has no cell, and at V = 0    [conductances × voltages]
/// </code>
/// The error is that of a write that stops at the pulse whose mean result is the target: the spread of that last pulse, the mean of its
/// variances where both a set and a reset can be it. A target that no pulse reaches in the mean is missed by mu.
/// </summary>
public sealed partial class CrossSim3Format : ITableFormat
{
    private const string Module = "circuitsim_device", Device = "CircuitSimDevice", MetaName = "meta.json";

    /// <summary>Relative deviation of i from G v above which the plugin's I–V is worth its time.</summary>
    private const double Ohmic = 1e-6;

    private static readonly string[] Keys = ["G_norm", "mu", "sigma", "V_norm", "I_norm"];

    private static readonly string[] Methods = ["programming_error", "drift_error", "read_noise", "nonlinear_current", "nonlinear_current_sum"];

    private static readonly string[] DeviceParameters =
        ["cell_bits", "Rmin", "Rmax", "Vread", "time", "infinite_on_off_ratio", "clip_conductance", "read_noise", "programming_error", "drift_error", "nonlinear_IV"];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    public string Word => "crosssim-3";

    public string Title => "CrossSim 3.x, device plugin";

    public TableKind Kind => TableKind.Device;

    public IReadOnlyList<string> Loading =>
    [
        $"With this folder on `sys.path`: `import {Module}`, then `params = CrossSimParameters.from_json(\"…/{Module}.json\")` and `AnalogCore(matrix, params)`.",
        $"In parameters of your own: `xbar.device.programming_error.model = \"{Device}\"` with `enable`, `Rmin`, `Rmax` and `Vread` as in the JSON file; the same for `drift_error` and `nonlinear_IV`.",
    ];

    public IReadOnlyList<FormatDocument> Write(TableSet tables)
    {
        var current = tables[DeviceKeys.Current];
        var (g, v) = (current.Axes[0].Points.ToArray(), current.Axes[1].Points.ToArray());
        var (most, read) = (g[^1], tables.Provenance.ReadVoltage);
        if (!(g[0] > 0))
            throw InvalidParameterException.OutOfRange("g_s[0]", g[0], "S", "above zero");
        InvalidParameterException.RequirePositive(read, "V", "read voltage");
        var targets = g.Select(target => LastPulse(tables, target)).ToList();
        var voltages = v.Append(0).Distinct().Order().ToArray();
        var currents = new double[(g.Length + 1) * voltages.Length];
        var bent = 0.0;
        for (var row = 0; row < g.Length; row++)
        {
            for (var k = 0; k < voltages.Length; k++)
            {
                var i = voltages[k] == 0 ? 0 : current.At(g[row], voltages[k]);
                currents[(row + 1) * voltages.Length + k] = i / (most * read);
                bent = Math.Max(bent, Math.Abs(i - g[row] * voltages[k]) / (most * read));
            }
        }

        using var archive = new MemoryStream();
        NpzFile.Write(archive,
        [
            new NpzArray("G_norm", [g.Length + 1], g.Prepend(0).Select(x => x / most).ToArray()),
            new NpzArray("mu", [g.Length + 1], targets.Prepend(targets[0]).Select(t => t.Mean / most).ToArray()),
            new NpzArray("sigma", [g.Length + 1], targets.Prepend(targets[0]).Select(t => t.Deviation / most).ToArray()),
            new NpzArray("V_norm", [voltages.Length], voltages.Select(x => x / read).ToArray()),
            new NpzArray("I_norm", [g.Length + 1, voltages.Length], currents),
        ], (MetaName, new JsonObject { ["origin"] = Origin.Line(tables.Provenance), ["g_max_s"] = most, ["v_read_v"] = read }.ToJsonString(Indented) + "\n"));
        return
        [
            new FormatDocument($"{Module}.npz", archive.ToArray()), FormatDocument.Text($"{Module}.py", Plugin),
            FormatDocument.Text($"{Module}.json", Parameters(1 / most, 1 / g[0], read, bent > Ohmic).ToJsonString(Indented) + "\n"),
        ];
    }

    /// <summary>Mean and standard deviation of the error that is left by the last pulse of a write to a target [S].</summary>
    private static (double Mean, double Deviation) LastPulse(TableSet tables, double target)
    {
        var (variance, ways, nearest) = (0.0, 0, (Mean: double.PositiveInfinity, Deviation: 0.0));
        foreach (var (mean, deviation) in new[] { (tables[DeviceKeys.SetMean], tables[DeviceKeys.SetDeviation]), (tables[DeviceKeys.ResetMean], tables[DeviceKeys.ResetDeviation]) })
        {
            var (g, moved, spread) = (mean.Axes[0], mean.Values.ToArray(), deviation.Values.ToArray());
            for (var k = 0; k < g.Count; k++)
            {
                var missed = g.Points[k] + moved[k] - target;
                if (Math.Abs(missed) < Math.Abs(nearest.Mean))
                    nearest = (missed, spread[k]);
                var before = k == 0 ? double.NaN : g.Points[k - 1] + moved[k - 1] - target;
                if (missed != 0 && !(before * missed < 0))
                    continue;
                var s = missed == 0 ? spread[k] : spread[k] + missed / (missed - before) * (spread[k - 1] - spread[k]);
                (variance, ways) = (variance + s * s, ways + 1);
            }
        }

        return ways == 0 ? nearest : (0, Math.Sqrt(variance / ways));
    }

    private static JsonObject Parameters(double rMin, double rMax, double read, bool bent)
    {
        JsonObject Model(bool enable) => new() { ["enable"] = enable, ["model"] = Device };
        return new JsonObject
        {
            ["core"] = new JsonObject { ["style"] = 1 },
            ["xbar"] = new JsonObject
            {
                ["device"] = new JsonObject
                {
                    ["Rmin"] = rMin,
                    ["Rmax"] = rMax,
                    ["Vread"] = read,
                    ["programming_error"] = Model(true),
                    ["drift_error"] = Model(false),
                    ["nonlinear_IV"] = Model(bent),
                },
            },
        };
    }

    private static string Plugin => $$""""
        """A device of CrossSim 3.x whose tables, {{Module}}.npz beside this file, CircuitSim measured as a circuit."""
        from pathlib import Path

        import numpy as np
        from simulator.backend import ComputeBackend
        from simulator.devices.idevice import EmptyDevice

        xp = ComputeBackend()
        TABLES = np.load(Path(__file__).with_name("{{Module}}.npz"))


        def _place(axis, value):
            """Grid point before a value, and the part of the way to the next; beyond the grid its last line goes on."""
            index = xp.clip(xp.searchsorted(axis, value, side="right") - 1, 0, len(axis) - 2)
            return index, (value - axis[index]) / (axis[index + 1] - axis[index])


        class {{Device}}(EmptyDevice):
            def __init__(self, *args, **kwargs):
                super().__init__(*args, **kwargs)
                self.g, self.mu, self.sigma, self.v, self.i = (xp.asarray(TABLES[key]) for key in ("G_norm", "mu", "sigma", "V_norm", "I_norm"))

            def programming_error(self, input_):
                mu, sigma = (xp.interp(input_, self.g, values) for values in (self.mu, self.sigma))
                return input_ + (mu + sigma * xp.random.normal(size=input_.shape)).astype(input_.dtype)

            def drift_error(self, input_, time):  # between its thresholds the state does not move
                return self.programming_error(input_)

            def read_noise(self, input_):
                return input_

            def nonlinear_current(self, Gmat, Vmat):
                (g, a), (v, b) = _place(self.g, Gmat[(..., *(None,) * (Vmat.ndim - Gmat.ndim))]), _place(self.v, Vmat)
                low = (1 - a) * self.i[g, v] + a * self.i[g + 1, v]
                return low + b * ((1 - a) * self.i[g, v + 1] + a * self.i[g + 1, v + 1] - low)

            def nonlinear_current_sum(self, Gmat, Vterm):  # each voltage of the grid times the part of the inputs that it has
                (g, a), (v, b) = _place(self.g, Gmat), _place(self.v, Vterm)
                total = 0
                for k in range(len(self.v)):
                    part = xp.where(v == k, 1 - b, 0) + xp.where(v == k - 1, b, 0)
                    if part.any():
                        total = total + xp.matmul((1 - a) * self.i[g, k] + a * self.i[g + 1, k], part)
                return total

        """";

    public IReadOnlyList<string> Faults(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var faults = new FaultList();
        var least = TableFaults(files, $"{Module}.npz", faults);
        var classes = PluginFaults(files, $"{Module}.py", faults);
        ParameterFaults(files, $"{Module}.json", classes, least, faults);
        return faults.All;
    }

    /// <returns>The least normalised conductance above zero, or NaN.</returns>
    private static double TableFaults(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string name, FaultList faults)
    {
        if (!files.TryGetValue(name, out var content))
        {
            faults.Add($"{name} is missing.");
            return double.NaN;
        }

        Dictionary<string, NpzArray> arrays;
        try
        {
            arrays = NpzFile.Read(content, name).ToDictionary(a => a.Name);
        }
        catch (DataFileException e)
        {
            faults.Add(e.Message);
            return double.NaN;
        }

        foreach (var key in Keys.Where(k => !arrays.ContainsKey(k)))
            faults.Add($"{name}: has no array {key}, which the plugin reads.");
        if (!Keys.All(arrays.ContainsKey))
            return double.NaN;
        var (g, v, i) = (arrays["G_norm"].Values.ToArray(), arrays["V_norm"].Values.ToArray(), arrays["I_norm"]);
        if (g.Length < 2 || v.Length < 2 || arrays["mu"].Values.Length != g.Length || arrays["sigma"].Values.Length != g.Length || !i.Shape.SequenceEqual([g.Length, v.Length]))
        {
            faults.Add($"{name}: mu and sigma must have the {g.Length} values of G_norm, I_norm the shape [{g.Length}, {v.Length}] of G_norm and V_norm.");
            return double.NaN;
        }

        foreach (var array in Keys.Select(k => arrays[k]))
        {
            var values = array.Values.Span;
            for (var k = 0; k < values.Length; k++)
            {
                if (!double.IsFinite(values[k]))
                    faults.Add($"{name}, {array.Name}[{k}]: is not finite.");
                else if (array.Name is "G_norm" or "V_norm" && k > 0 && values[k] <= values[k - 1])
                    faults.Add($"{name}, {array.Name}[{k}]: does not rise; the plugin searches the axis.");
                else if (array.Name == "sigma" && values[k] < 0)
                    faults.Add($"{name}, sigma[{k}]: a standard deviation is not below zero.");
            }
        }

        if (g[0] != 0 || Math.Abs(g[^1] - 1) > 1e-12)
            faults.Add($"{name}, G_norm: must go from 0 to 1, the normalised G_max.");
        var rest = Array.IndexOf(v, 0.0);
        if (rest < 0)
            faults.Add($"{name}, V_norm: has no 0; a cell without voltage would carry current.");
        for (var k = 0; k < g.Length && rest >= 0; k++)
        {
            if (i.Values.Span[k * v.Length + rest] != 0)
                faults.Add($"{name}, I_norm[{k}, {rest}]: is not zero at zero voltage.");
        }

        for (var k = 0; k < v.Length; k++)
        {
            if (i.Values.Span[k] != 0)
                faults.Add($"{name}, I_norm[0, {k}]: is not zero at zero conductance, which CrossSim has for cells that are not there.");
        }

        return g[1];
    }

    /// <returns>The devices that the plugin declares.</returns>
    private static HashSet<string> PluginFaults(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string name, FaultList faults)
    {
        if (!files.TryGetValue(name, out var content))
        {
            faults.Add($"{name} is missing.");
            return [];
        }

        var text = Encoding.UTF8.GetString(content.Span);
        var classes = ClassOfDevice().Matches(text).Select(m => m.Groups[1].Value).ToHashSet();
        if (classes.Count == 0)
            faults.Add($"{name}: declares no class derived from EmptyDevice; CrossSim finds devices by that.");
        foreach (var method in Methods.Where(m => !text.Contains($"def {m}(self, ", StringComparison.Ordinal)))
            faults.Add($"{name}: has no method {method}; CrossSim raises NotImplementedError where it is wanted.");
        return classes;
    }

    /// <summary>CrossSimParameters.from_json hands each object to a class as its keyword arguments and takes enums as their integers.</summary>
    private static void ParameterFaults(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string name, HashSet<string> classes, double least, FaultList faults)
    {
        if (!files.TryGetValue(name, out var content))
        {
            faults.Add($"{name} is missing.");
            return;
        }

        try
        {
            var root = JsonNode.Parse(content.Span)!.AsObject();
            foreach (var key in root.Select(p => p.Key).Where(k => k is not ("core" or "simulation" or "xbar")))
                faults.Add($"{name}: CrossSimParameters has no '{DataFileException.Shown(key)}'; it takes core, simulation and xbar.");
            if (root["core"]?["style"] is { } style && !(style.GetValueKind() == JsonValueKind.Number && (double)style is 1 or 2 or 3))
                faults.Add($"{name}: core.style must be 1 (balanced), 2 (bit-sliced) or 3 (offset).");
            var device = root["xbar"]!["device"]!.AsObject();
            foreach (var key in device.Select(p => p.Key).Where(k => !DeviceParameters.Contains(k)))
                faults.Add($"{name}: xbar.device has no '{DataFileException.Shown(key)}'; CrossSim raises KeyError.");
            var (low, high) = ((double)device["Rmin"]!, (double)device["Rmax"]!);
            if (!(low > 0 && high > low))
                faults.Add($"{name}: xbar.device.Rmin must be above zero and below Rmax.");
            else if (Math.Abs(low / high / least - 1) > 1e-9)
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: Rmin/Rmax is {low / high:R}, the tables start at {least:R}; the device and its tables would be normalised differently."));
            if (!((double)device["Vread"]! > 0))
                faults.Add($"{name}: xbar.device.Vread must be above zero.");
            foreach (var (key, part) in device.Where(p => p.Value is JsonObject))
            {
                if ((string?)part!["model"] is { } model && model != "IdealDevice" && !classes.Contains(model))
                    faults.Add($"{name}: xbar.device.{key}.model '{DataFileException.Shown(model)}' is no device that the plugin declares; CrossSim finds it by its class.");
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
        {
            faults.Add($"{name}: CrossSimParameters.from_json cannot take it: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    [GeneratedRegex(@"^class (\w+)\(EmptyDevice\):", RegexOptions.Multiline)]
    private static partial Regex ClassOfDevice();
}
