using CircuitSim.Devices;
using CircuitSim.Experiments.Devices;
using CircuitSim.LookupTables;
using CircuitSim.Netlists.Results;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>
/// Measures the tables of a device (<see cref="DeviceKeys"/>) on an engine. A sample is one drawn device in one cycle, pulsed from
/// every start conductance at once; that all starts share its draws keeps the tables smooth along g. Every draw comes from a
/// child stream named for its purpose and numbered by sample or ramp, and blocks of samples are fixed, so threads and
/// interruptions change no bit.
/// </summary>
public sealed class DeviceTableRun
{
    /// <summary>Samples of a block, which is computed and kept as one piece.</summary>
    private const int BlockSamples = 20;

    /// <summary>Of the check against fresh pulses.</summary>
    private const int FreshPlaces = 20, FreshSamples = 500;

    private const int SwitchingVoltages = 17, DisturbVoltages = 9;

    /// <summary>A window that vanishes at a limit would hold a device there: it starts this part of its range away.</summary>
    private const double OffTheLimit = 1e-6;

    /// <summary>Ends of a switching, as parts of the range.</summary>
    private const double Left = 0.99, Reached = 0.01;

    private static readonly Side[] Sides =
    [
        new(0, "set", DeviceKeys.Set, DeviceKeys.SetMean, DeviceKeys.SetDeviation, DeviceKeys.SetRamp, DeviceKeys.SetRamps, DeviceKeys.SetTime, DeviceKeys.SetVoltage),
        new(1, "reset", DeviceKeys.Reset, DeviceKeys.ResetMean, DeviceKeys.ResetDeviation, DeviceKeys.ResetRamp, DeviceKeys.ResetRamps, DeviceKeys.ResetTime, DeviceKeys.ResetVoltage),
    ];

    private readonly DeviceModel model;
    private readonly IThresholdModel nominal;
    private readonly DeviceTableOptions options;
    private readonly ICircuitSimulator simulator;
    private readonly PulsedDevices bench;
    private readonly ParallelOptions parallel;
    private readonly StudySteps steps;
    private readonly CancellationToken cancellationToken;
    private readonly RandomStream random;
    private readonly TablePulse[] pulses;
    private readonly TableAxis conductances, quantiles;
    private readonly int samples;

    /// <exception cref="InvalidParameterException">An option is out of range, or out of the card's.</exception>
    public DeviceTableRun(DeviceModel model, DeviceTableOptions options, ICircuitSimulator simulator, int jobs, IStudyProgress progress, CancellationToken cancellationToken = default)
    {
        (this.model, nominal, this.simulator, this.cancellationToken) = (model, model.Device, simulator, cancellationToken);
        this.options = options = options.Resolved(nominal);
        bench = new PulsedDevices(simulator, model.Card);
        parallel = new ParallelOptions { MaxDegreeOfParallelism = InvalidParameterException.RequireAtLeast(jobs, 1, "jobs"), CancellationToken = cancellationToken };
        steps = new StudySteps(progress);
        random = new RandomStream(options.Seed);
        pulses = [.. new[] { options.Set!.Value, options.Reset!.Value }.Select(p => new TablePulse(p.Voltage, p.Width, options.EdgePart * p.Width))];
        conductances = TableAxis.Even(DeviceKeys.Conductance, "start conductance", "S", Conductance(nominal, nominal.HighestState), Conductance(nominal, nominal.LowestState), options.States);
        quantiles = TableAxis.Even(DeviceKeys.Quantile, "part of the samples below", "", 0, 1, options.Quantiles);
        samples = options.Varies ? options.Samples : 1;
    }

    private double ReadVoltage => options.ReadVoltage!.Value;

    /// <param name="results">Where finished blocks of samples are kept until <see cref="Forget"/>; null keeps none.</param>
    /// <param name="source">The command, for the provenance.</param>
    /// <exception cref="OperationCanceledException">Interrupted; the same run goes on from the blocks that are kept.</exception>
    /// <exception cref="CircuitSimException">The engine failed.</exception>
    public DeviceTableResult Execute(string? results, string source)
    {
        var kept = results is null ? null : new DeviceSampleFile(results, Fingerprint());
        var changes = steps.Run($"Pulsing {options.States} states × {samples} samples, set and reset", step => (Sample(kept, step), $"{2L * options.States * samples} pulses"));
        var (tables, convergence) = (new List<LookupTable>(), new List<DeviceTableConvergence>());
        foreach (var side in Sides)
        {
            tables.AddRange(Distribution(side, changes[side.Index]));
            convergence.Add(DeviceTableConvergence.Of(side.Word, tables[^3], tables[^2], tables[^1], changes[side.Index]));
        }

        var (agreement, moves) = Compare();
        var fresh = steps.Run($"Pulsing {Math.Min(FreshPlaces, options.States)} of the states anew", _ =>
        {
            var found = CompareFresh(tables);
            return (found, found.Found);
        });
        var (others, times) = steps.Run("Ramps, I–V, switching times, read disturb", _ =>
        {
            List<LookupTable> more = [Grid(), .. Sides.SelectMany(Ramps)];
            var (timeTables, worst) = SwitchingTimes();
            return ((more.Concat(timeTables).Append(Disturb()).ToList(), worst), $"{options.Ramps} ramps of {options.Pulses} pulses each way");
        });
        tables.AddRange(others);
        var set = new TableSet
        {
            Kind = TableKind.Device,
            Provenance = new TableProvenance
            {
                Version = ProductVersion.Number,
                Source = source,
                Seed = options.Seed,
                Card = $".model {model.Card.Name} {model.Card.Kind}({string.Join(' ', model.Card.Parameters.Select(p => $"{p.Key}={p.Value}"))})",
                CardSha256 = model.Provenance.Sha256,
                ReadVoltage = ReadVoltage,
                Set = pulses[0],
                Reset = pulses[1],
                Options = options.ToJson(),
            },
            Tables = tables,
            Flags = DeviceTableFlags.Of(nominal, options, pulses, moves, convergence, StartsOutside(), times.Missing),
        }.Validated();
        return new DeviceTableResult(model, options, simulator.Name, parallel.MaxDegreeOfParallelism, set, convergence, [agreement, fresh, times.Agreement], steps.Timing);
    }

    /// <summary>Removes the blocks of samples that an interrupted run left, and its own.</summary>
    public void Forget(string results) => new DeviceSampleFile(results, Fingerprint()).Clear();

    private string Fingerprint() => string.Join('\n',
        options.ToJson().ToJsonString(), options.Seed, options.ReadVoltage, string.Join(' ', pulses), simulator.Name, model.Provenance.Sha256,
        string.Join(' ', model.Card.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal)), ProductVersion.Number, ProductVersion.Commit);

    /// <summary>ΔG of set and reset, [2][samples × states] [S].</summary>
    private double[][] Sample(DeviceSampleFile? kept, IStudyStep step)
    {
        var (stream, states) = (random.Child("samples"), options.States);
        double[][] changes = [new double[samples * states], new double[samples * states]];
        var (blocks, done) = ((samples + BlockSamples - 1) / BlockSamples, 0);
        Parallel.For(0, blocks, parallel, block =>
        {
            var first = block * BlockSamples;
            var count = Math.Min(BlockSamples, samples - first);
            if (kept?.Find(block, 2 * count * states) is not { } values)
            {
                values = new double[2 * count * states];
                for (var n = 0; n < count; n++)
                {
                    foreach (var side in Sides)
                        Change(stream, first + n, side, conductances.Points).CopyTo(values, (side.Index * count + n) * states);
                }

                kept?.Keep(block, values);
            }

            foreach (var side in Sides)
                values.AsSpan(side.Index * count * states, count * states).CopyTo(changes[side.Index].AsSpan(first * states));
            step.Report((double)Interlocked.Increment(ref done) / blocks);
        });
        return changes;
    }

    /// <summary>ΔG of one sample from some start conductances, [starts] [S].</summary>
    private double[] Change(RandomStream stream, long sample, Side side, ReadOnlySpan<double> from)
    {
        var device = options.Variability.Device(nominal, stream, sample);
        var changes = new double[from.Length];
        for (var k = 0; k < changes.Length; k++)
            changes[k] = StateFor(device, from[k]);
        var after = bench.Apply(device, changes, pulses[side.Index], [options.Variability.SpeedFactor(stream, sample, side.Index)], cancellationToken);
        var read = options.Variability.ReadFactor(stream, sample, side.Index);
        for (var k = 0; k < changes.Length; k++)
            changes[k] = Conductance(device, after[k]) * read - Conductance(device, changes[k]);
        return changes;
    }

    /// <summary>The state in which a device has a conductance, or the nearest that it can have [m].</summary>
    private static double StateFor(IThresholdModel device, double conductance)
    {
        // A start at the end of the range is there, whatever 1/(1/R) rounds to.
        const double Rounding = 1e-12;
        var resistance = 1 / conductance;
        return OffLimits(device, resistance >= device.HighResistance * (1 - Rounding) ? device.HighestState
            : resistance <= device.LowResistance * (1 + Rounding) ? device.LowestState
            : device.StateForResistance(resistance));
    }

    /// <summary>A state that no window holds for ever [m].</summary>
    internal static double OffLimits(IThresholdModel device, double w) => device.Window.SticksAtLimits
        ? Math.Clamp(w, device.LowestState + OffTheLimit * device.StateRange, device.HighestState - OffTheLimit * device.StateRange)
        : w;

    /// <summary>What a read finds [S].</summary>
    private double Conductance(IThresholdModel device, double w) => device.Current(ReadVoltage, w) / ReadVoltage;

    /// <summary>Inverse CDF, mean and standard deviation of a direction.</summary>
    private LookupTable[] Distribution(Side side, double[] changes)
    {
        var (states, parts) = (options.States, quantiles.Count);
        var (values, means, deviations) = (new double[parts * states], new double[states], new double[states]);
        Parallel.For(0, states, parallel, k =>
        {
            var (column, inverse) = (new double[samples], new double[parts]);
            for (var n = 0; n < samples; n++)
                column[n] = changes[n * states + k];
            Array.Sort(column);
            InverseDistribution.Of(column, quantiles.Points, inverse);
            for (var q = 0; q < parts; q++)
                values[q * states + k] = inverse[q];
            // About the median: what is common to all is no sum to be rounded.
            var (middle, sum, squares) = (column[samples / 2], 0.0, 0.0);
            foreach (var value in column)
            {
                sum += value - middle;
                squares += (value - middle) * (value - middle);
            }

            means[k] = middle + sum / samples;
            deviations[k] = samples > 1 ? Math.Sqrt(Math.Max(squares - sum * sum / samples, 0) / (samples - 1)) : 0;
        });
        return
        [
            new LookupTable(side.Change, $"change of conductance by one {side.Word} pulse, inverse CDF", "S", [quantiles, conductances], values),
            new LookupTable(side.Mean, $"mean change by one {side.Word} pulse", "S", [conductances], means),
            new LookupTable(side.Deviation, $"standard deviation of the change by one {side.Word} pulse", "S", [conductances], deviations),
        ];
    }

    /// <summary>The nominal device from every start, in the engine and by the integral.</summary>
    /// <returns>Whether they agree, and by how much a pulse moves the device, from the far limit and at most, as parts of the range, [2].</returns>
    private (DeviceRequirement Agreement, (double FromTheLimit, double Largest)[] Moves) Compare()
    {
        const double Bound = 1e-3;
        var (largest, moves) = (0.0, new (double, double)[2]);
        double[] starts = [.. conductances.Points.ToArray().Select(g => StateFor(nominal, g))];
        foreach (var side in Sides)
        {
            var pulse = pulses[side.Index];
            var after = bench.Apply(nominal, starts, pulse, [1], cancellationToken);
            for (var k = 0; k < starts.Length; k++)
                largest = Math.Max(largest, Math.Abs(after[k] - Integral(starts[k], pulse)) / nominal.StateRange);
            double[] parts = [.. after.Select((w, k) => Math.Abs(w - starts[k]) / nominal.StateRange)];
            moves[side.Index] = (parts[side.Index == 0 ? 0 : ^1], parts.Max());
        }

        return (new DeviceRequirement("integral", "Engine and exact integral agree", $"{SiText.Scientific(100 * largest)} % of the range (0.1)", largest <= Bound), moves);
    }

    private double Integral(double w, TablePulse pulse)
    {
        (w, _) = nominal.Advance(w, 0, pulse.Voltage, pulse.Edge);
        (w, _) = nominal.Advance(w, pulse.Voltage, pulse.Voltage, pulse.Width);
        return nominal.Advance(w, pulse.Voltage, 0, pulse.Edge).State;
    }

    /// <summary>Mean and variance of fresh pulses against those of the tables, at some of their states.</summary>
    /// <param name="tables">Those of the distributions, set and reset.</param>
    private DeviceRequirement CompareFresh(IReadOnlyList<LookupTable> tables)
    {
        const double Bound = 5;
        var (stream, count) = (random.Child("fresh"), Math.Min(FreshSamples, samples));
        int[] order = [.. Enumerable.Range(0, options.States)];
        random.Child("places").Shuffle<int>(order);
        int[] places = [.. order.Take(FreshPlaces).Order()];
        double[] from = [.. places.Select(k => conductances.Points[k])];
        var largest = 0.0;
        foreach (var side in Sides)
        {
            var table = tables.Single(t => t.Key == side.Change);
            var fresh = new double[count][];
            Parallel.For(0, count, parallel, n => fresh[n] = Change(stream, n, side, from));
            for (var k = 0; k < places.Length; k++)
            {
                double[] column = [.. Enumerable.Range(0, quantiles.Count).Select(q => table[q, places[k]])];
                var (mean, variance, fourth) = InverseDistribution.Moments(quantiles.Points, column);
                double[] off = [.. fresh.Select(f => f[k] - mean)];
                var (freshVariance, freshFourth) = (off.Average(x => x * x) - Math.Pow(off.Average(), 2), off.Average(x => x * x * x * x));
                // Of a mean σ²/n, of a variance (μ4 − σ⁴)/n (Cramér, Mathematical Methods of Statistics, 27.4), for both samples; the wider of the two laws.
                var each = 1.0 / count + 1.0 / samples;
                largest = Math.Max(largest, InDeviations(off.Average(), Math.Max(variance, freshVariance) * each));
                largest = Math.Max(largest, InDeviations(freshVariance - variance, Math.Max(fourth - variance * variance, freshFourth - freshVariance * freshVariance) * each));
            }
        }

        return new DeviceRequirement("fresh", "Fresh pulses agree with the tables", FormattableString.Invariant($"{largest:0.0} standard errors ({Bound})"), !options.Varies || samples >= DeviceTableFlags.GoodSamples ? largest <= Bound : null);
    }

    /// <summary>Differences that are rounding, of numbers that do not vary, count as none.</summary>
    private double InDeviations(double difference, double variance)
    {
        const double Rounding = 1e-12;
        var floor = Rounding * (conductances.Greatest - conductances.Least);
        return Math.Abs(difference) <= floor ? 0 : Math.Abs(difference) / Math.Sqrt(Math.Max(variance, floor * floor * floor * floor));
    }

    private LookupTable Grid()
    {
        var reach = Math.Min(pulses.Max(p => Math.Abs(p.Voltage)), Math.Min(-nominal.Voltages.Lowest, nominal.Voltages.Highest));
        var axis = TableAxis.Even(DeviceKeys.Voltage, "voltage", "V", -reach, reach, options.Voltages);
        var values = new List<double>();
        foreach (var g in conductances.Points)
        {
            var w = StateFor(nominal, g);
            foreach (var v in axis.Points)
                values.Add(nominal.Current(v, w));
        }

        return new LookupTable(DeviceKeys.Current, "current of the nominal device at a frozen state", "A", [conductances, axis], values.ToArray());
    }

    private LookupTable[] Ramps(Side side)
    {
        var (count, length) = (options.Ramps, options.Pulses + 1);
        var (pulse, ramp) = (
            TableAxis.Even(DeviceKeys.Pulse, "pulses", "", 0, options.Pulses, length),
            new TableAxis(DeviceKeys.Ramp, "number of the drawn device", "", [.. Enumerable.Range(0, count).Select(r => (double)r)]));
        var (stream, drawn) = (random.Child("ramps"), new double[count * length]);
        var ones = new double[options.Pulses];
        Array.Fill(ones, 1);
        Parallel.For(0, count, parallel, r =>
        {
            double[] cycles = [.. ones.Select((_, n) => options.Variability.SpeedFactor(stream, r, side.Index * options.Pulses + n))];
            Ramp(options.Variability.Device(nominal, stream, r), cycles, n => options.Variability.ReadFactor(stream, r, side.Index * length + n)).CopyTo(drawn, r * length);
        });
        return
        [
            new LookupTable(side.Ramp, $"conductance of the nominal device behind {side.Word} pulses", "S", [pulse], Ramp(nominal, ones, _ => 1)),
            new LookupTable(side.Ramps, $"conductance of drawn devices behind {side.Word} pulses", "S", [ramp, pulse], drawn),
        ];

        double[] Ramp(IThresholdModel device, double[] cycles, Func<int, double> read)
        {
            var start = OffLimits(device, side.Index == 0 ? device.HighestState : device.LowestState);
            double[] states = [start, .. bench.Apply(device, [start], pulses[side.Index], cycles, cancellationToken)];
            return [.. states.Select((w, n) => Conductance(device, w) * read(n))];
        }
    }

    /// <summary>By the integral, and what the engine leaves of it behind a pulse as long.</summary>
    private (List<LookupTable> Tables, (DeviceRequirement Agreement, List<string> Missing) Found) SwitchingTimes()
    {
        const double Bound = 1e-3, EdgePart = 1e-6;
        var switching = new DeviceSwitching(nominal);
        var (tables, missing, largest) = (new List<LookupTable>(), new List<string>(), 0.0);
        foreach (var side in Sides)
        {
            var (threshold, bound, from, to) = side.Index == 0 ? (nominal.Thresholds.Lower, nominal.Voltages.Lowest, Left, Reached) : (nominal.Thresholds.Upper, nominal.Voltages.Highest, Reached, Left);
            // A margin beyond the pulse, as far as the card goes; from a fifth of the way on, as the time goes to infinity at the threshold.
            var reach = Math.CopySign(Math.Min(Math.Max(1.25 * Math.Abs(pulses[side.Index].Voltage), 2 * Math.Abs(threshold)), Math.Abs(bound)), threshold);
            double[] voltages = [.. Enumerable.Range(0, SwitchingVoltages).Select(k => threshold + (reach - threshold) * (0.2 + 0.8 * k / (SwitchingVoltages - 1))).Order()];
            double[] times = [.. voltages.Select(v => switching.Time(v, from, to))];
            if (Math.Abs(reach) <= Math.Abs(threshold) || !times.All(double.IsFinite))
            {
                missing.Add(side.Word);
                continue;
            }

            tables.Add(new LookupTable(side.Time, $"time of a {side.Word} from {(side.Index == 0 ? "99 to 1" : "1 to 99")} % of the range", "s", [new TableAxis(side.Voltage, "amplitude", "V", voltages)], times));
            for (var k = 0; k < voltages.Length; k++)
            {
                var start = nominal.LowestState + from * nominal.StateRange;
                var end = bench.Apply(nominal, [start], new TablePulse(voltages[k], times[k], EdgePart * times[k]), [1], cancellationToken)[0];
                largest = Math.Max(largest, Math.Abs((end - nominal.LowestState) / nominal.StateRange - to));
            }
        }

        return (tables, (new DeviceRequirement("switching", "Switching times hold in the engine", $"{SiText.Scientific(100 * largest)} % of the range (0.1)", largest <= Bound), missing));
    }

    private LookupTable Disturb()
    {
        var (lower, upper) = ReadVoltage > 0 ? (nominal.Thresholds.Upper, nominal.Voltages.Highest) : (-nominal.Thresholds.Lower, -nominal.Voltages.Lowest);
        var (least, greatest) = (0.5 * Math.Abs(ReadVoltage), Math.Min(Math.Max(2 * Math.Abs(ReadVoltage), 1.2 * lower), upper));
        var axis = ReadVoltage > 0
            ? TableAxis.Even(DeviceKeys.ReadVoltage, "voltage of the reads", "V", least, greatest, DisturbVoltages)
            : TableAxis.Even(DeviceKeys.ReadVoltage, "voltage of the reads", "V", -greatest, -least, DisturbVoltages);
        double[] starts = [.. conductances.Points.ToArray().Select(g => StateFor(nominal, g))];
        var values = new double[axis.Count * starts.Length];
        var reads = new TablePulse(0, options.ReadTime, options.EdgePart * options.ReadTime);
        Parallel.For(0, axis.Count, parallel, n =>
        {
            var after = bench.Apply(nominal, starts, reads with { Voltage = axis.Points[n] }, [options.Reads], cancellationToken);
            for (var k = 0; k < starts.Length; k++)
                values[n * starts.Length + k] = Conductance(nominal, after[k]) - Conductance(nominal, starts[k]);
        });
        return new LookupTable(DeviceKeys.ReadDisturb, FormattableString.Invariant($"change of conductance by {options.Reads} reads"), "S", [axis, conductances], values);
    }

    /// <summary>The part of all starts that the drawn devices do not have.</summary>
    private double StartsOutside()
    {
        var (stream, outside) = (random.Child("samples"), 0L);
        for (var n = 0; n < samples; n++)
        {
            var device = options.Variability.Device(nominal, stream, n);
            foreach (var g in conductances.Points)
                outside += 1 / g < device.LowResistance || 1 / g > device.HighResistance ? 1 : 0;
        }

        return (double)outside / samples / options.States;
    }

    /// <summary>One direction, and the keys of its tables.</summary>
    /// <param name="Index">0 is the set.</param>
    private sealed record Side(int Index, string Word, string Change, string Mean, string Deviation, string Ramp, string Ramps, string Time, string Voltage);
}
