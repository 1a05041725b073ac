using CircuitSim.Devices;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Results;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Devices;

/// <summary>
/// A train of trapezoidal pulses with a read behind each, on an engine, beside the exact integral of the state equation
/// over the same pulses.
/// </summary>
public static class DevicePulseTrain
{
    private const double StandardReadVoltage = 0.2;

    /// <summary>In each direction, of which ten are needed.</summary>
    private const int StandardPulses = 12;

    /// <exception cref="CircuitSimException">An option is not valid, or an engine failed.</exception>
    public static DevicePulseResult Run(
        DeviceModel model, DevicePulseOptions options, IReadOnlyList<ICircuitSimulator> simulators, CancellationToken cancellationToken)
    {
        var p = model.Device;
        var train = options.Train ?? (options.Measured is { IsTrain: true } measured ? measured.Pulses() : StandardTrain(p));
        foreach (var pulse in train)
            p.RequireVoltage(pulse.Voltage, "voltage of a pulse");
        InvalidParameterException.RequirePositive(options.EdgePart, "", "edge");
        InvalidParameterException.RequirePositive(options.ReadTime, "s", "read time");
        var read = p.RequireReadVoltage(options.ReadVoltage ?? (StandardReadVoltage <= p.Thresholds.Upper ? StandardReadVoltage : p.Thresholds.Upper / 2));
        if (read == 0)
            throw InvalidParameterException.OutOfRange("read voltage", read, "V", "other than zero, at which no current tells the resistance");
        var start = DeviceStart.Of(p, options.StartResistance);
        options = options with { Train = train, ReadVoltage = read, StartResistance = 1 / p.Conductance(0, start) };

        var (waveform, reads) = Waveform(options, train, read);
        var exact = Exact(p, options, train, start);
        // Corners and the engine's own control decide within pulses.
        var stop = reads[^1] + options.ReadTime;
        var runs = simulators.Select(s => (s.Name, Measure(new DeviceBench(model, s).Run(waveform, stop, stop / train.Count, start, cancellationToken)))).ToList();
        return new DevicePulseResult(model, options, runs, [.. Judge(runs)]);

        IReadOnlyList<DevicePulseStep> Measure(DeviceTrace trace) => [.. train.Select((pulse, n) =>
        {
            var resistance = trace.ResistanceAt(reads[n]);
            return new DevicePulseStep(pulse, DeviceTrace.StateOf(resistance, p), resistance, exact[n]);
        })];
    }

    private static List<DevicePulse> StandardTrain(IThresholdModel p)
    {
        var switching = new DeviceSwitching(p);
        DevicePulse Tenth(double voltage, double from, double to) => new(voltage, switching.Time(voltage, from, to) / 10);
        var set = Tenth(Math.Max(2 * p.Thresholds.Lower, p.Voltages.Lowest), 0.99, 0.01);
        var reset = Tenth(Math.Min(2 * p.Thresholds.Upper, p.Voltages.Highest), 0.01, 0.99);
        return [.. Enumerable.Repeat(set, StandardPulses), .. Enumerable.Repeat(reset, StandardPulses)];
    }

    /// <summary>The source's corners, and the middle of each read [s].</summary>
    private static (PieceWiseLinearWaveform Waveform, double[] Reads) Waveform(DevicePulseOptions options, IReadOnlyList<DevicePulse> train, double readVoltage)
    {
        var points = new List<PieceWiseLinearPoint> { new(0, 0) };
        var reads = new double[train.Count];
        var time = 0.0;
        void Trapezoid(double voltage, double width)
        {
            var edge = options.EdgePart * width;
            foreach (var (after, value) in new[] { (edge, 0.0), (edge, voltage), (width, voltage), (edge, 0.0) })
                points.Add(new PieceWiseLinearPoint(time += after, value));
        }

        for (var n = 0; n < train.Count; n++)
        {
            Trapezoid(train[n].Voltage, train[n].Width);
            var before = time;
            Trapezoid(readVoltage, options.ReadTime);
            reads[n] = 0.5 * (before + time) + 0.5 * options.EdgePart * options.ReadTime;
        }

        return (new PieceWiseLinearWaveform(points), reads);
    }

    private static double[] Exact(IThresholdModel p, DevicePulseOptions options, IReadOnlyList<DevicePulse> train, double start)
    {
        var w = start;
        return [.. train.Select(pulse =>
        {
            var edge = options.EdgePart * pulse.Width;
            (w, _) = p.Advance(w, 0, pulse.Voltage, edge);
            (w, _) = p.Advance(w, pulse.Voltage, pulse.Voltage, pulse.Width);
            (w, _) = p.Advance(w, pulse.Voltage, 0, edge);
            return (w - p.LowestState) / p.StateRange;
        })];
    }

    private static IEnumerable<DeviceRequirement> Judge(List<(string Engine, IReadOnlyList<DevicePulseStep> Steps)> runs)
    {
        const double Bound = 1e-3;
        foreach (var (engine, steps) in runs)
        {
            var largest = steps.Max(s => Math.Abs(s.State - s.ExactState));
            yield return new DeviceRequirement($"state-{engine}", $"The state of {engine} is the exact integral's, to 0.1 % of the range.",
                $"largest difference {SiText.Scientific(100 * largest)} %", engine == runs[0].Engine ? largest <= Bound : null);
        }
    }
}
