using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MathNet.Numerics;
using MathNet.Numerics.Statistics;

namespace CircuitSim.LookupTables.Formats;

/// <summary>
/// The device of IBM's aihwkit for training, <c>PiecewiseStepDevice</c>: the mean step of a pulse over the weight, on nodes, linear between
/// them; and the noise models of programming for inference. Weights −1 and 1 are the ends of the conductance axis.
/// </summary>
public sealed class AihwkitFormat : ITableFormat
{
    /// <summary>On a GPU nodes and one number more share 64 places.</summary>
    private const int MostNodes = 63;

    /// <summary>Of the histogram that aihwkit's example 21 takes the steps from.</summary>
    private const int FitBins = 10;

    private const string JsonName = "aihwkit.json", PythonName = "circuitsim_aihwkit.py", FitName = "fit.csv";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    public string Word => "aihwkit";

    public string Title => "aihwkit devices and noise models";

    public TableKind Kind => TableKind.Device;

    public IReadOnlyList<string> Loading =>
    [
        "With this folder on Python's path: `import circuitsim_aihwkit as d; model = AnalogLinear(64, 10, rpu_config=d.training_config())`, or `d.inference_config()`; the numbers are in `aihwkit.json`.",
        "`fit.csv` (up and down, in weights) is for aihwkit's own fits, e.g. `examples/21_fit_device_data.py`; it is there if the ramps leave none of that example's ten bins empty.",
    ];

    public IReadOnlyList<FormatDocument> Write(TableSet tables)
    {
        var axis = tables[DeviceKeys.SetMean].Axes[0];
        var (least, range) = (axis.Least, axis.Greatest - axis.Least);
        var count = Math.Min(MostNodes, axis.Count);
        var (up, down) = (new double[count], new double[count]);
        for (var k = 0; k < count; k++)
        {
            // Twice, as the weights' range is 2. Sampling noise about a step of zero must not turn its direction.
            var g = least + range * k / (count - 1);
            up[k] = Math.Max(0, 2 / range * tables[DeviceKeys.SetMean].At(g));
            down[k] = Math.Max(0, -2 / range * tables[DeviceKeys.ResetMean].At(g));
        }

        // The larger of the two mean steps is dw_min, and up_down takes as much from the other one as it is smaller.
        var step = Math.Max(up.Average(), down.Average());
        InvalidParameterException.Require(step > 0, DeviceKeys.SetMean, step, "", "above zero: the pulses do not move the device; take longer or stronger ones");
        var (scaleUp, scaleDown) = (up.Average() / step, down.Average() / step);
        double[] Relative(double[] steps, double scale) => [.. steps.Select(s => scale > 0 ? s / (step * scale) : 1)];
        var (total, device) = (RelativeDeviation(tables, step, range), DeviceDeviation(tables));
        var parameters = new JsonObject
        {
            ["w_min"] = -1.0,
            ["w_max"] = 1.0,
            ["w_min_dtod"] = 0.0,
            ["w_max_dtod"] = 0.0,
            ["dw_min"] = step,
            ["dw_min_std"] = Math.Sqrt(Math.Max(0, total * total - device * device)),
            ["dw_min_dtod"] = device,
            ["up_down"] = scaleUp - scaleDown,
            ["up_down_dtod"] = 0.0,
            ["write_noise_std"] = 0.0,
            ["piecewise_up"] = Array(Relative(up, scaleUp)),
            ["piecewise_down"] = Array(Relative(down, scaleDown)),
        };
        var fit = Fit(tables, least, range);
        var document = new JsonObject
        {
            ["format"] = "aihwkit",
            ["g_min_s"] = least,
            ["g_max_s"] = axis.Greatest,
            ["step_error_largest"] = StepError(tables, up, down, range),
            ["device"] = parameters,
            ["inference"] = Inference(tables, axis),
        };
        return
        [
            FormatDocument.Text(JsonName, document.ToJsonString(Indented) + "\n"),
            FormatDocument.Text(PythonName, Python),
            .. EmptyBin(fit) is null ? [FormatDocument.Text(FitName, string.Concat(fit.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Up:R},{r.Down:R}\n"))))] : Enumerable.Empty<FormatDocument>(),
        ];
    }

    private static JsonArray Array(IEnumerable<double> values) => [.. values.Select(v => (JsonNode)v)];

    /// <summary>Largest distance of the nodes' lines from the table of means, as part of the mean step.</summary>
    private static double StepError(TableSet tables, double[] up, double[] down, double range)
    {
        var axis = tables[DeviceKeys.SetMean].Axes[0];
        var nodes = TableAxis.Even("w", "weight", "", axis.Least, axis.Greatest, up.Length);
        double Largest(double[] steps, string key, int sign)
        {
            var lines = new LookupTable("dw", "step", "", [nodes], steps);
            return axis.Points.ToArray().Max(g => Math.Abs(lines.At(g) - sign * 2 / range * tables[key].At(g)));
        }

        return Math.Max(Largest(up, DeviceKeys.SetMean, 1), Largest(down, DeviceKeys.ResetMean, -1)) / Math.Max(up.Average(), down.Average());
    }

    /// <summary>Of a pulse of any device, relative to its mean: aihwkit's noise is proportional to the step.</summary>
    private static double RelativeDeviation(TableSet tables, double step, double range) =>
        2 / range * Math.Sqrt(tables[DeviceKeys.SetMean].Axes[0].Points.ToArray().Average(g => Math.Pow(OnePulse.Spread(tables, g), 2))) / step;

    /// <summary>Of the devices' steps: by how many pulses they need to the middle of the nominal ramp.</summary>
    private static double DeviceDeviation(TableSet tables)
    {
        var variances = new[] { (DeviceKeys.SetRamp, DeviceKeys.SetRamps), (DeviceKeys.ResetRamp, DeviceKeys.ResetRamps) }.Select(keys =>
        {
            var nominal = tables[keys.Item1].Values.Span;
            var (sign, middle) = (Math.Sign(nominal[^1] - nominal[0]), (nominal[0] + nominal[^1]) / 2);
            var speeds = new List<double>();
            for (var r = 0; r < tables[keys.Item2].Axes[0].Count; r++)
            {
                var ramp = tables[keys.Item2].Row(r);
                // A ramp that is there from the start, or a nominal one that goes nowhere, has no speed.
                if ((ramp[0] - middle) * sign >= 0)
                    continue;
                for (var n = 1; n < ramp.Length; n++)
                {
                    if ((ramp[n] - middle) * sign < 0)
                        continue;
                    speeds.Add(1 / (n - 1 + (middle - ramp[n - 1]) / (ramp[n] - ramp[n - 1])));
                    break;
                }
            }

            return speeds.Count < 2 ? 0 : Math.Pow(speeds.StandardDeviation() / speeds.Mean(), 2);
        });
        return Math.Sqrt(variances.Average());
    }

    /// <summary>
    /// The noise of programming, as polynomials of the part of g_max, in µS: what a loop of pulses and reads cannot correct any more,
    /// see <see cref="OnePulse.Spread"/>.
    /// </summary>
    private static JsonObject Inference(TableSet tables, TableAxis axis)
    {
        double[] parts = [.. axis.Points.ToArray().Select(g => g / axis.Greatest)], spreads = [.. axis.Points.ToArray().Select(g => 1e6 * OnePulse.Spread(tables, g))];
        var (quadratic, quartic) = (NeverNegative(parts, spreads, 2), NeverNegative(parts, spreads, 4));
        double Error(double[] c) => Math.Sqrt(parts.Zip(spreads, (x, y) => Math.Pow(Polynomial.Evaluate(x, c) - y, 2)).Average());
        return new JsonObject
        {
            ["g_max_us"] = 1e6 * axis.Greatest,
            ["g_min_us"] = 1e6 * axis.Least,
            ["prog_coeff_us"] = Array(quadratic),
            ["prog_error_rms_us"] = Error(quadratic),
            ["wan2022_coeff_us"] = Array(quartic),
            ["wan2022_error_rms_us"] = Error(quartic),
        };
    }

    /// <summary>
    /// The polynomial of least squares. Near a conductance with next to no spread it may swing below zero: then all of it is raised by as
    /// much.
    /// </summary>
    private static double[] NeverNegative(double[] x, double[] y, int order)
    {
        var coefficients = MathNet.Numerics.Fit.Polynomial(x, y, Math.Min(order, x.Length - 1));
        coefficients[0] -= Math.Min(0, LeastOf(coefficients, x[0]).Value);
        return coefficients;
    }

    /// <summary>Where a polynomial is least from a part of g_max up to it.</summary>
    private static (double X, double Value) LeastOf(double[] coefficients, double from) =>
        Enumerable.Range(0, 1025).Select(k => from + (1 - from) * k / 1024).Select(x => (X: x, Value: Polynomial.Evaluate(x, coefficients))).MinBy(p => p.Value);

    /// <summary>Both nominal ramps, in weights.</summary>
    private static (double Up, double Down)[] Fit(TableSet tables, double least, double range) =>
        [.. tables[DeviceKeys.SetRamp].Values.ToArray().Zip(tables[DeviceKeys.ResetRamp].Values.ToArray(), (u, d) => (2 * (u - least) / range - 1, 2 * (d - least) / range - 1))];

    /// <summary>
    /// aihwkit's example takes a step as the width of a bin over the number of its values, in the range that both columns share: an empty
    /// bin becomes infinite. Returns its column and number from 0.
    /// </summary>
    private static (int Column, int Bin)? EmptyBin(IReadOnlyList<(double Up, double Down)> rows)
    {
        double[][] columns = [[.. rows.Select(r => r.Up)], [.. rows.Select(r => r.Down)]];
        var (least, greatest) = (columns.Max(c => c.Min()), columns.Min(c => c.Max()));
        for (var c = 0; c < columns.Length; c++)
        {
            for (var b = 0; b < FitBins; b++)
            {
                var (from, to) = (least + (greatest - least) * b / FitBins, least + (greatest - least) * (b + 1) / FitBins);
                if (!(greatest > least) || !columns[c].Any(w => w >= from && (w < to || (b == FitBins - 1 && w <= greatest))))
                    return (c, b);
            }
        }

        return null;
    }

    private const string Python = """"
        """aihwkit's device and noise from aihwkit.json, for aihwkit 1.1.0."""

        import json
        import os

        from aihwkit.inference import ReRamWan2022NoiseModel, SinglePairConductanceConverter, StateIndependentNoiseModel
        from aihwkit.simulator.configs import InferenceRPUConfig, PiecewiseStepDevice, SingleRPUConfig

        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "aihwkit.json"), encoding="utf-8") as source:
            TABLE = json.load(source)


        def device():
            """The device under pulses."""
            return PiecewiseStepDevice(**TABLE["device"])


        def training_config():
            return SingleRPUConfig(device=device())


        def converter():
            return SinglePairConductanceConverter(g_max=TABLE["inference"]["g_max_us"], g_min=TABLE["inference"]["g_min_us"])


        def noise_model():
            """Noise of programming; the device neither drifts nor is its read noise known."""
            return StateIndependentNoiseModel(
                g_converter=converter(), prog_coeff=TABLE["inference"]["prog_coeff_us"], drift_nu_mean=0.0, drift_nu_std=0.0, read_noise_scale=0.0
            )


        def wan2022_noise_model():
            """The same noise as a polynomial of the fourth order, for an inference one second after programming."""
            return ReRamWan2022NoiseModel(coeff_dic={1.0: TABLE["inference"]["wan2022_coeff_us"]}, g_converter=converter())


        def inference_config():
            return InferenceRPUConfig(noise_model=noise_model())

        """";

    public IReadOnlyList<string> Faults(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var faults = new List<string>();
        files.Has(PythonName, faults);
        if (files.Has(JsonName, faults))
        {
            try
            {
                var document = JsonNode.Parse(files[JsonName].Span)!;
                JudgeDevice(document["device"]!.AsObject(), faults);
                JudgeNoise(document["inference"]!, faults);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NullReferenceException)
            {
                faults.Add(NumericLines.Unreadable(JsonName, e));
            }
        }

        if (files.TryGetValue(FitName, out var fit))
            JudgeFit(fit, faults);
        return faults;
    }

    /// <summary>The rules of aihwkit 1.1.0's <c>PulsedDevice</c> and <c>PiecewiseStepDevice</c>, in Python and in C++.</summary>
    private static void JudgeDevice(JsonObject device, List<string> faults)
    {
        string[] known =
        [
            "w_min", "w_max", "w_min_dtod", "w_max_dtod", "dw_min", "dw_min_std", "dw_min_dtod", "up_down", "up_down_dtod", "write_noise_std", "piecewise_up", "piecewise_down",
        ];
        foreach (var (key, _) in device.Where(p => !known.Contains(p.Key)))
            faults.Add($"{JsonName}: device.{DataFileException.Shown(key)} is no parameter of PiecewiseStepDevice that is known here.");
        double Number(string key) => device[key] is { } node ? (double)node : double.NaN;
        void Require(bool holds, string key, string requirement)
        {
            if (!holds)
                faults.Add($"{JsonName}: device.{key} = {Number(key):R} must be {requirement}.");
        }

        Require(Number("dw_min") > 0, "dw_min", "above zero");
        Require(Number("w_min") <= 0 && double.IsFinite(Number("w_min")), "w_min", "at most zero: the interval of weights must hold 0");
        Require(Number("w_max") > 0 && double.IsFinite(Number("w_max")), "w_max", "above zero");
        Require(Math.Abs(Number("up_down")) <= 1, "up_down", "from −1 to 1: beyond, a step would turn its direction");
        foreach (var key in known.Where(k => k.EndsWith("_std", StringComparison.Ordinal) || k.EndsWith("_dtod", StringComparison.Ordinal)))
            Require(Number(key) >= 0, key, "a number from 0");
        var (up, down) = (device["piecewise_up"]!.AsArray(), device["piecewise_down"]!.AsArray());
        if (up.Count != down.Count || up.Count is < 2 or > MostNodes)
            faults.Add($"{JsonName}: piecewise_up has {up.Count} nodes and piecewise_down {down.Count}; both need the same number, from 2 to {MostNodes}.");
        foreach (var (key, nodes) in new[] { ("piecewise_up", up), ("piecewise_down", down) })
        {
            for (var k = 0; k < nodes.Count; k++)
            {
                if (!((double)nodes[k]! >= 0))
                    faults.Add($"{JsonName}: device.{key}[{k}] = {(double)nodes[k]!:R} turns the direction of its pulse; it must be a number from 0.");
            }
        }
    }

    /// <summary>The rules of <c>SinglePairConductanceConverter</c> and of the two polynomials.</summary>
    private static void JudgeNoise(JsonNode noise, List<string> faults)
    {
        var (least, greatest) = ((double)noise["g_min_us"]!, (double)noise["g_max_us"]!);
        if (!(least >= 0 && greatest > least))
            faults.Add($"{JsonName}: inference.g_max_us = {greatest:R} must be above g_min_us = {least:R}, and that not below zero.");
        foreach (var key in new[] { "prog_coeff_us", "wan2022_coeff_us" })
        {
            // A rounding error below zero stands for a device without any spread.
            var (x, spread) = LeastOf([.. noise[key]!.AsArray().Select(c => (double)c!)], least / greatest);
            if (!(spread >= -1e-9 * greatest))
                faults.Add($"{JsonName}: inference.{key} gives a spread of {spread:G3} µS at {x:G3} of g_max; it must not be below zero.");
        }
    }

    /// <summary>The rules of <c>read_from_file</c> in aihwkit's example 21, which takes the steps from the number of values in bins.</summary>
    private static void JudgeFit(ReadOnlyMemory<byte> content, List<string> faults)
    {
        var rows = NumericLines.Read(FitName, content, ',', '\0', 0, out var fault);
        if (fault is not null)
            faults.Add(fault);
        else if (rows.FirstOrDefault(r => r.Numbers.Length != 2) is { Line: > 0 } odd)
            faults.Add($"{FitName}, line {odd.Line}, column 1: has {odd.Numbers.Length} values; 2 are wanted, up and down.");
        else if (rows.FirstOrDefault(r => r.Numbers.Any(w => Math.Abs(w) > 1 + 1e-9)) is { Line: > 0 } far)
            faults.Add($"{FitName}, line {far.Line}, column {(Math.Abs(far.Numbers[0]) > 1 + 1e-9 ? 1 : 2)}: a weight beyond −1 … 1; its noise would be estimated in another unit than its steps.");
        else if (rows.Count < 2)
            faults.Add($"{FitName}: has {rows.Count} pulses; at least 2 are wanted.");
        else if (EmptyBin([.. rows.Select(r => (r.Numbers[0], r.Numbers[1]))]) is { } empty)
            faults.Add($"{FitName}, column {empty.Column + 1}: no value lies in bin {empty.Bin + 1} of {FitBins}, and a step of infinity would be taken.");
    }
}
