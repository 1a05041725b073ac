using System.Globalization;
using CircuitSim.Devices;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Results;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Devices;

/// <summary>
/// Whether a device can be read without being written and written within a pulse. Everything is found twice, by the
/// integral of its state's equation (<see cref="DeviceSwitching"/>) and by an engine.
/// </summary>
public static class DeviceThreshold
{
    private const int MapVoltages = 9, MapWidths = 16;

    /// <summary>Engine and integral agree to this.</summary>
    private const double Agreement = 1e-3;

    private static readonly double[] OverdriveList = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2];

    /// <exception cref="CircuitSimException">An option is not valid, or the engine failed.</exception>
    public static DeviceThresholdResult Run(
        DeviceModel model, DeviceThresholdOptions options, ICircuitSimulator simulator, CancellationToken cancellationToken)
    {
        options.Validated();
        var p = model.Device;
        options = options with
        {
            SetVoltage = options.SetVoltage ?? Math.Max(2 * p.Thresholds.Lower, p.Voltages.Lowest),
            ResetVoltage = options.ResetVoltage ?? Math.Min(2 * p.Thresholds.Upper, p.Voltages.Highest),
        };
        p.RequireVoltage(options.ReadVoltage, "read voltage");
        p.RequireVoltage(options.SetVoltage.Value, "set voltage");
        p.RequireVoltage(options.ResetVoltage.Value, "reset voltage");

        var bench = new DeviceBench(model, simulator);
        var set = Map(bench, true, options, cancellationToken);
        var reset = Map(bench, false, options, cancellationToken);
        var switching = new DeviceSwitching(p);
        var overdrives = OverdriveList.Select(o => (o,
            switching.Time(p.Thresholds.Lower * (1 + o), Start(p, options, true), End(options, true)),
            switching.Time(p.Thresholds.Upper * (1 + o), Start(p, options, false), End(options, false)))).ToList();
        return new DeviceThresholdResult(model, options, simulator.Name, set, reset, overdrives,
        [
            DeadZone(p, options),
            Disturb(bench, options, cancellationToken),
            .. Write(p, options, true),
            .. Write(p, options, false),
            .. AbruptRule(p, options),
            AgreementOf(set, reset, simulator.Name),
        ]);
    }

    /// <summary>State x from which pulses of a direction start: the far limit, or near it where a window would hold the state.</summary>
    private static double Start(IThresholdModel p, DeviceThresholdOptions options, bool isSet)
    {
        var part = p.Window.SticksAtLimits ? options.Completeness : 1;
        return isSet ? part : 1 - part;
    }

    private static double End(DeviceThresholdOptions options, bool isSet) => isSet ? 1 - options.Completeness : options.Completeness;

    private static double WriteVoltage(DeviceThresholdOptions options, bool isSet) => (isSet ? options.SetVoltage : options.ResetVoltage)!.Value;

    private static double WriteTime(DeviceThresholdOptions options, bool isSet) => isSet ? options.SetTime : options.ResetTime;

    private static SwitchingMap Map(DeviceBench bench, bool isSet, DeviceThresholdOptions options, CancellationToken cancellationToken)
    {
        var p = bench.Model.Device;
        var switching = new DeviceSwitching(p);
        var (threshold, bound) = isSet ? (p.Thresholds.Lower, p.Voltages.Lowest) : (p.Thresholds.Upper, p.Voltages.Highest);
        var (from, to) = (Start(p, options, isSet), End(options, isSet));
        // A margin beyond the write voltage, as far as the card goes.
        var reach = Math.Min(Math.Max(1.25 * Math.Abs(WriteVoltage(options, isSet)), 2 * Math.Abs(threshold)), Math.Abs(bound));
        if (reach <= Math.Abs(threshold))
            return new SwitchingMap(isSet, [], [], [], [], [], []);
        // From 20 % of the way to it on: the time goes to infinity at the threshold.
        double[] voltages = [.. Enumerable.Range(2, MapVoltages).Select(k => threshold + (Math.CopySign(reach, threshold) - threshold) * k / (MapVoltages + 1))];
        double[] times = [.. voltages.Select(v => switching.Time(v, from, to))];
        var (shortest, longest) = (times.Min() / 3, times.Max() * 3);
        double[] widths = [.. Enumerable.Range(0, MapWidths).Select(k => shortest * Math.Pow(longest / shortest, k / (MapWidths - 1.0)))];
        var exact = voltages.SelectMany(v => widths.Select(t => Math.Abs(switching.StateAfter(v, t, from) - from))).ToList();
        var engine = new List<double?>();
        var engineTimes = new List<double>();
        for (var k = 0; k < voltages.Length; k++)
        {
            var (states, time) = Measure(bench, voltages[k], widths, times[k], from, to, cancellationToken);
            engine.AddRange(states);
            engineTimes.Add(time);
        }

        return new SwitchingMap(isSet, voltages, widths, exact, engine, times, engineTimes);
    }

    /// <summary>One constant voltage, looked at at every width: a rectangular pulse ends with the state of its last moment.</summary>
    private static (IEnumerable<double?> Moves, double Time) Measure(
        DeviceBench bench, double voltage, double[] widths, double expected, double from, double to, CancellationToken cancellationToken)
    {
        // A corner at each place makes the engine solve there; between the two around the expected time the state is straight.
        const double Around = 2e-3;
        var p = bench.Model.Device;
        var (before, after) = (expected * (1 - Around), expected * (1 + Around));
        double[] asked = [.. widths.Where(t => t <= 3 * expected)];
        var corners = asked.Append(before).Append(after).Order().Select(t => new PieceWiseLinearPoint(t, voltage));
        var stop = Math.Max(after, asked.Length > 0 ? asked[^1] : 0);
        var trace = bench.Run(
            new PieceWiseLinearWaveform([new PieceWiseLinearPoint(0, voltage), .. corners]), stop, expected / 50, p.LowestState + from * p.StateRange, cancellationToken);
        var (x0, x1) = (trace.StateAt(before, p), trace.StateAt(after, p));
        var time = before + (after - before) * (to - x0) / (x1 - x0);
        return (widths.Select(t => t <= 3 * expected ? Math.Abs(trace.StateAt(t, p) - from) : (double?)null).ToList(), time);
    }

    private static DeviceRequirement DeadZone(IThresholdModel p, DeviceThresholdOptions options)
    {
        var v = options.ReadVoltage;
        var margin = Math.Min(p.Thresholds.Upper - v, v - p.Thresholds.Lower);
        return new DeviceRequirement("dead-zone", $"A read at {SiText.Format(v, "V")} lies in the dead zone, from {SiText.Format(p.Thresholds.Lower, "V")} to {SiText.Format(p.Thresholds.Upper, "V")}.",
            margin >= 0 ? $"{SiText.Format(margin, "V")} from the nearer threshold" : $"{SiText.Format(-margin, "V")} beyond it", margin >= 0);
    }

    /// <summary>The far limit is where a read disturbs most; all reads together are one long pulse.</summary>
    private static DeviceRequirement Disturb(DeviceBench bench, DeviceThresholdOptions options, CancellationToken cancellationToken)
    {
        var p = bench.Model.Device;
        var v = options.ReadVoltage;
        var from = Start(p, options, isSet: v < 0);
        var total = options.Reads * options.ReadTime;
        var exact = Math.Abs(new DeviceSwitching(p).StateAfter(v, total, from) - from);
        var found = $"{Part(exact)} by the integral";
        if (v != 0)
        {
            var trace = bench.Run(new PieceWiseLinearWaveform([new(0, v), new(total, v)]), total, total / 50, p.LowestState + from * p.StateRange, cancellationToken);
            found += $", {Part(Math.Abs(trace.StateAt(total, p) - trace.StateAt(0, p)))} by {bench.Simulator.Name}";
        }

        return new DeviceRequirement("read-disturb",
            FormattableString.Invariant($"{options.Reads:#,0} reads of {SiText.Format(options.ReadTime, "s")} move the state by at most {100 * options.DisturbLimit:0.###} % of its range."),
            found, exact <= options.DisturbLimit);

        static string Part(double part) => part == 0 ? "exactly 0" : FormattableString.Invariant($"{100 * part:0.###} %");
    }

    private static IEnumerable<DeviceRequirement> Write(IThresholdModel p, DeviceThresholdOptions options, bool isSet)
    {
        var switching = new DeviceSwitching(p);
        var (word, voltage, time) = (isSet ? "set" : "reset", WriteVoltage(options, isSet), WriteTime(options, isSet));
        var (from, to) = (Start(p, options, isSet), End(options, isSet));
        var (needed, least) = (switching.Time(voltage, from, to), switching.Voltage(time, from, to));
        yield return new DeviceRequirement(word,
            FormattableString.Invariant($"A pulse of {SiText.Format(voltage, "V")} and {SiText.Format(time, "s")} {word}s the device, {100 * options.Completeness:0.##} % of the way."),
            FormattableString.Invariant($"{Written(needed)} needed at this voltage (margin {Margin(time / needed)}×), {SiText.Format(least, "V")} at this width (margin {100 * (voltage / least - 1):0.#} %)"),
            needed <= time);
        var half = Math.Abs(switching.StateAfter(voltage / 2, time, from) - from);
        yield return new DeviceRequirement($"half-select-{word}", $"One {word} pulse of half the voltage, as a half-selected cell gets it.",
            half == 0 ? "moves nothing: in the dead zone" : FormattableString.Invariant($"moves the state by {100 * half:0.###} % of its range"), null);
    }

    /// <summary>Camponogara: v ≥ v_off is the HRS, v ≤ v_on the LRS, otherwise the state is unchanged.</summary>
    private static IEnumerable<DeviceRequirement> AbruptRule(IThresholdModel p, DeviceThresholdOptions options)
    {
        var still = new[] { p.Thresholds.Lower, p.Thresholds.Lower / 2, 0, p.Thresholds.Upper / 2, p.Thresholds.Upper }.All(v => p.Drive(v) == 0);
        yield return new DeviceRequirement("abrupt-between", "Camponogara's abrupt rule between the thresholds: unchanged.",
            still ? "exactly unchanged, at any width" : "moves", still);
        yield return new DeviceRequirement("abrupt-threshold", "The rule at exactly a threshold: HRS or LRS.",
            "holds for no width: the device does not move at its thresholds", null);
        foreach (var isSet in new[] { true, false })
        {
            var (voltage, time) = (WriteVoltage(options, isSet), WriteTime(options, isSet));
            var (from, to) = (Start(p, options, isSet), End(options, isSet));
            var switching = new DeviceSwitching(p);
            var width = switching.Time(voltage, from, to);
            yield return new DeviceRequirement(isSet ? "abrupt-set" : "abrupt-reset",
                $"The rule at {SiText.Format(voltage, "V")} with pulses of {SiText.Format(time, "s")}: {(isSet ? "LRS" : "HRS")}.",
                $"holds from a width of {Written(width)} on; at this width from {SiText.Format(switching.Voltage(time, from, to), "V")} on", width <= time);
        }
    }

    private static DeviceRequirement AgreementOf(SwitchingMap set, SwitchingMap reset, string engine)
    {
        var time = Math.Max(set.LargestTimeError, reset.LargestTimeError);
        var state = Math.Max(set.LargestStateError, reset.LargestStateError);
        return new DeviceRequirement("agreement", $"{engine} and the integral of the state equation agree to 0.1 %.",
            $"switching times to {SiText.Scientific(100 * time)} %, states to {SiText.Scientific(100 * state)} % of the range", time <= Agreement && state <= Agreement);
    }

    private static string Margin(double ratio) => ratio.ToString(ratio < 100 ? "G3" : "0", CultureInfo.InvariantCulture);

    private static string Written(double time) => double.IsFinite(time) ? SiText.Format(time, "s") : "no width at all";
}
