using CircuitSim.Devices;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Results;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Devices;

/// <summary>The current of one device against a periodic voltage, and the laws that every memristor's loop obeys.</summary>
public static class DeviceSweep
{
    private const int PointsPerPeriod = 1000;

    /// <summary>
    /// Of an engine that the first one is compared with: its state is a capacitor's voltage, whose error grows with the step,
    /// where the built-in engine integrates it exactly.
    /// </summary>
    private const int PointsPerPeriodOfReference = 5000;

    /// <summary>
    /// Of the range. With r_off/r_on of some hundreds a thousandth of the range near the LRS is tens of per cent of the current,
    /// but only for the moment in which the state arrives there; see <see cref="LargestChargeDifference"/>.
    /// </summary>
    private const double LargestStateError = 1e-3;

    /// <summary>
    /// Of the charge that flows at all. A jump of the current that two engines place a step apart makes their currents differ by
    /// as much as the jump, and charges by next to nothing; 1 % is what remains of a state error of a few 1e-5 near the LRS of
    /// r_off/r_on = 300, which ngspice's soft limits leave.
    /// </summary>
    private const double LargestChargeDifference = 1e-2;

    /// <exception cref="CircuitSimException">An option is not valid, or an engine failed.</exception>
    public static DeviceSweepResult Run(
        DeviceModel model, DeviceSweepOptions options, IReadOnlyList<ICircuitSimulator> simulators, CancellationToken cancellationToken)
    {
        var device = model.Device;
        InvalidParameterException.RequireAtLeast(options.Cycles, 1, "cycles");
        if (options.Cycles > DeviceSweepOptions.MostCycles)
            throw InvalidParameterException.Because("cycles", $"cycles = {options.Cycles} must be at most {DeviceSweepOptions.MostCycles}, because every point is kept; circuitsim run takes longer ones as netlists.");
        if (options is { Measured: { } measured, Amplitude: null, Frequency: null } && measured.Loop() is { Times: { } times } loop)
        {
            options = options with
            {
                Drive = ([.. times.Select(t => t - times[0])], [.. loop.Voltages]),
                Amplitude = loop.Voltages.Max(Math.Abs),
                Frequency = 1 / (times[^1] - times[0]),
                Cycles = 1,
            };
        }

        var amplitude = InvalidParameterException.RequirePositive(options.Amplitude ?? StandardAmplitude(device), "V", "amplitude");
        device.RequireVoltage(options.Drive?.Voltages.Max() ?? amplitude, "amplitude");
        device.RequireVoltage(options.Drive?.Voltages.Min() ?? -amplitude, "amplitude");
        var frequency = InvalidParameterException.RequirePositive(options.Frequency ?? StandardFrequency(device, amplitude, options.IsTriangle), "Hz", "frequency");
        var start = DeviceStart.Of(device, options.StartResistance);
        options = options with { Amplitude = amplitude, Frequency = frequency, StartResistance = 1 / device.Conductance(0, start) };

        var period = 1 / frequency;
        var traces = simulators.Select((s, n) => (s.Name, new DeviceBench(model, s).Run(
            Waveform(options, amplitude, period), options.Cycles * period, period / (n == 0 ? PointsPerPeriod : PointsPerPeriodOfReference), start, cancellationToken))).ToList();
        var result = new DeviceSweepResult(model, options, traces, [], []);
        return result with { Requirements = [.. Laws(result), .. Agreements(result, start)], Figures = [.. Figures(result)] };
    }

    private static double StandardAmplitude(IThresholdModel p) => Math.Min(1.5 * Math.Max(-p.Thresholds.Lower, p.Thresholds.Upper), Math.Min(-p.Voltages.Lowest, p.Voltages.Highest));

    private static double StandardFrequency(IThresholdModel p, double amplitude, bool isTriangle)
    {
        const int Points = 2000;
        const double Times = 3;
        double HalfWave(double part) => isTriangle ? 1 - Math.Abs(1 - 2 * part) : Math.Sin(Math.PI * part);
        double Mean(double sign) => Enumerable.Range(0, Points).Average(k => Math.Abs(p.Drive(sign * amplitude * HalfWave((k + 0.5) / Points))));
        var slower = Math.Min(Mean(1), Mean(-1));
        return slower > 0 ? slower / (2 * Times * p.StateRange) : throw InvalidParameterException.Because("frequency",
            $"at an amplitude of {SiText.Format(amplitude, "V")} the device does not switch both ways (von = {SiText.Format(p.Thresholds.Lower, "V")}, voff = {SiText.Format(p.Thresholds.Upper, "V")}), so it suggests no frequency; give a frequency, or a larger amplitude.");
    }

    private static SourceWaveform Waveform(DeviceSweepOptions options, double amplitude, double period)
    {
        if (options.Drive is { } drive)
            return new PieceWiseLinearWaveform([.. drive.Times.Zip(drive.Voltages, (t, v) => new PieceWiseLinearPoint(t, v))]);
        if (!options.IsTriangle)
            return new SineWaveform(0, amplitude, 1 / period);
        var corners = Enumerable.Range(0, 2 * options.Cycles).Select(k => new PieceWiseLinearPoint((0.25 + 0.5 * k) * period, k % 2 == 0 ? amplitude : -amplitude));
        return new PieceWiseLinearWaveform([new PieceWiseLinearPoint(0, 0), .. corners, new PieceWiseLinearPoint(options.Cycles * period, 0)]);
    }

    private static IEnumerable<DeviceRequirement> Laws(DeviceSweepResult r)
    {
        // An engine's tolerance of currents, with room.
        const double Tolerance = 1e-3;
        var (p, trace, amplitude) = (r.Model.Device, r.Trace, r.Options.Amplitude!.Value);
        var points = Enumerable.Range(0, trace.Times.Count).ToList();
        var near = points.Where(k => Math.Abs(trace.Voltages[k]) <= 1e-3 * amplitude).Select(k => Math.Abs(trace.Currents[k])).DefaultIfEmpty(0).Max();
        yield return new DeviceRequirement("pinched", "No current without voltage: the loop is pinched at the origin.",
            $"at most {SiText.Format(near, "A")} within {SiText.Format(1e-3 * amplitude, "V")} of it", near <= 1e-3 * amplitude / p.LowResistance * (1 + Tolerance));
        var resistances = points.Select(r.Resistance).OfType<double>().ToList();
        var (least, greatest) = (resistances.Min(), resistances.Max());
        yield return new DeviceRequirement("range", "No state leaves its range.",
            $"v/i from {SiText.Format(least, "Ω")} to {SiText.Format(greatest, "Ω")}", least >= p.LowResistance * (1 - Tolerance) && greatest <= p.HighResistance * (1 + Tolerance));
        var powers = points.Select(k => trace.Voltages[k] * trace.Currents[k]).ToList();
        yield return new DeviceRequirement("passive", "The device gives no power at any time.",
            $"from {SiText.Format(powers.Min() + 0.0, "W")} to {SiText.Format(powers.Max(), "W")}", powers.Min() >= -1e-9 * powers.Max());
    }

    private static IEnumerable<DeviceRequirement> Agreements(DeviceSweepResult r, double start)
    {
        foreach (var (engine, trace) in r.Traces)
        {
            var exact = ExactStates(r, trace.Times, start);
            var errors = Enumerable.Range(0, trace.Times.Count).Where(k => Math.Abs(trace.Voltages[k]) >= DeviceSweepResult.ResolvedPart * r.Options.Amplitude)
                .Select(k => Math.Abs(DeviceTrace.StateOf(trace.Voltages[k] / trace.Currents[k], r.Model.Device) - exact[k]));
            var largest = errors.Max();
            yield return new DeviceRequirement($"state-{engine}", FormattableString.Invariant($"The state of {engine} is the exact integral's, to {100 * LargestStateError} % of the range."),
                $"largest difference {SiText.Scientific(100 * largest)} %", largest <= LargestStateError);
        }

        foreach (var (engine, trace) in r.Traces.Skip(1))
        {
            var difference = r.Trace.ChargeDifference(trace) / r.Trace.Charge();
            yield return new DeviceRequirement($"charge-{engine}", FormattableString.Invariant($"The current of {engine} is that of {r.Traces[0].Engine}, to {100 * LargestChargeDifference} % of the charge that flows."),
                $"the difference of both carries {SiText.Scientific(100 * difference)} %", difference <= LargestChargeDifference);
        }
    }

    /// <summary>x = (w − w_on)/(w_off − w_on) by the integral of the state equation over straight pieces so short that they are the wave, [times].</summary>
    private static double[] ExactStates(DeviceSweepResult r, IReadOnlyList<double> times, double start)
    {
        const double PiecesPerPeriod = 20000;
        var (p, amplitude, frequency) = (r.Model.Device, r.Options.Amplitude!.Value, r.Options.Frequency!.Value);
        var states = new double[times.Count];
        var (w, time, place) = (start, 0.0, 1);
        for (var k = 0; k < times.Count; k++)
        {
            var pieces = (int)Math.Ceiling((times[k] - time) * frequency * PiecesPerPeriod);
            var (from, length) = (time, (times[k] - time) / Math.Max(pieces, 1));
            for (var n = 1; n <= pieces; n++)
            {
                var next = from + n * length;
                w = p.Advance(w, Voltage(time), Voltage(next), next - time).State;
                time = next;
            }

            states[k] = (w - p.LowestState) / p.StateRange;
        }

        return states;

        double Voltage(double t)
        {
            // Times rise from call to call.
            if (r.Options.Drive is { } drive)
            {
                while (place < drive.Times.Length - 1 && drive.Times[place] < t)
                    place++;
                var (t0, t1, v0, v1) = (drive.Times[place - 1], drive.Times[place], drive.Voltages[place - 1], drive.Voltages[place]);
                return v0 + (t - t0) / (t1 - t0) * (v1 - v0);
            }

            var phase = t * frequency;
            // From 0 to A, through 0 to −A and back.
            return r.Options.IsTriangle
                ? amplitude * (4 * Math.Abs(phase - 0.25 - Math.Floor(phase - 0.25) - 0.5) - 1)
                : amplitude * Math.Sin(2 * Math.PI * phase);
        }
    }

    private static IEnumerable<(string, string)> Figures(DeviceSweepResult r)
    {
        var (p, trace) = (r.Model.Device, r.Trace);
        yield return ("voltage", r.Options.Drive is not null
            ? $"as measured: {r.Options.Measured!.Name}"
            : $"{(r.Options.IsTriangle ? "triangle" : "sine")} of {SiText.Format(r.Options.Amplitude!.Value, "V")} at {SiText.Format(r.Options.Frequency!.Value, "Hz")}, {r.Options.Cycles} periods");
        yield return ("resistance at the start", SiText.Format(r.Options.StartResistance!.Value, "Ω"));
        yield return ("thresholds", $"{SiText.Format(p.Thresholds.Lower, "V")}, {SiText.Format(p.Thresholds.Upper, "V")}");
        var middle = Math.Sqrt(p.LowResistance * p.HighResistance);
        yield return ($"set through {SiText.Format(middle, "Ω")} at", Crossing(r, middle, isSet: true));
        yield return ($"reset through {SiText.Format(middle, "Ω")} at", Crossing(r, middle, isSet: false));
        var energy = 0.0;
        for (var k = 1; k < trace.Times.Count; k++)
            energy += 0.5 * (trace.Times[k] - trace.Times[k - 1]) * (trace.Voltages[k] * trace.Currents[k] + trace.Voltages[k - 1] * trace.Currents[k - 1]);
        yield return ("energy per period", SiText.Format(energy / r.Options.Cycles, "J"));
    }

    /// <summary>The voltage of the last passage through a resistance in one direction.</summary>
    private static string Crossing(DeviceSweepResult r, double resistance, bool isSet)
    {
        double? before = null;
        var text = "not at all";
        for (var k = 0; k < r.Trace.Times.Count; k++)
        {
            if (r.Resistance(k) is not { } now)
                continue;
            if (before is { } was && (isSet ? was > resistance && now <= resistance : was < resistance && now >= resistance))
                text = $"{SiText.Format(r.Trace.Voltages[k], "V")}, {SiText.Format(r.Trace.Times[k], "s")}";
            before = now;
        }

        return text;
    }
}
