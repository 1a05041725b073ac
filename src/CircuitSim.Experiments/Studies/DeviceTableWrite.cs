using CircuitSim.Devices;
using CircuitSim.Experiments.LookupTables;
using CircuitSim.LookupTables;
using CircuitSim.Netlists.Results;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Studies;

/// <summary>
/// A network's conductances written by the pulses of a table, and by the same pulses on full devices as transients of an engine. Cells
/// stand alone between ideal drivers, as in the measurement of the table: wires are no part of it. In a pulse of a cell the quantile at which the table draws is
/// that of the speed at which the device runs, so both meet the same luck, and what differs is the table's doing: its grid, its samples,
/// and that it gives every pulse to another device where devices differ.
/// </summary>
/// <param name="Conductances">Where each cell ends [S].</param>
/// <param name="Pulses">That each cell got.</param>
internal sealed record DeviceTableWrite(double[] Conductances, int[] Pulses)
{
    /// <summary>Of all cells: what the draws come from.</summary>
    private static RandomStream StreamOf(StudyRun run) => new RandomStream(run.Get(DeviceTableSweep.Seed)).Child("write");

    /// <summary>By the devices.</summary>
    public static DeviceTableWrite ByDevices(StudyRun run, TabledDevice device, VerifiedWrite write, double[] targets, ICircuitSimulator simulator, IStudyStep step)
    {
        var (stream, variability) = (StreamOf(run), new DeviceVariability { Parameters = device.Scatter, CycleToCycle = device.Cycles });
        var bench = new PulsedDevices(simulator, device.Card);
        return Of(run.Each(targets.Length, step, k =>
        {
            var own = device.HasScatter ? variability.Device(device.Device, stream, k) : device.Device;
            var w = TabledDevice.StartOf(own);
            return write.Run(targets[k], own.Conductance(0, w), (isSet, _, n) =>
            {
                var pulse = isSet ? device.Table.SetPulse : device.Table.ResetPulse;
                w = DeviceTableRun.OffLimits(own, bench.Apply(own, [w], pulse, [variability.SpeedFactor(stream, k, n)], run.CancellationToken)[0]);
                return own.Conductance(0, w);
            });
        }));
    }

    /// <summary>By the table.</summary>
    public static DeviceTableWrite ByTable(StudyRun run, DeviceTable table, double start, VerifiedWrite write, double[] targets, IStudyStep step) =>
        ByTable(run, table, start, write, targets, StreamOf(run), step);

    /// <summary>The same of other draws.</summary>
    /// <param name="start">Conductance of every cell before its first pulse [S].</param>
    public static DeviceTableWrite ByTable(StudyRun run, DeviceTable table, double start, VerifiedWrite write, double[] targets, RandomStream stream, IStudyStep? step) =>
        Of(run.Each(targets.Length, step, k => write.Run(targets[k], start, (isSet, g, n) => table.Behind(isSet, g, Quantile(stream, k, n, isSet)))));

    /// <summary>By nominal devices, every pulse the same: the exact integral of the state equation.</summary>
    public static DeviceTableWrite ByNominal(TabledDevice device, VerifiedWrite write, double[] targets) => Of(Array.ConvertAll(targets, target =>
    {
        var w = TabledDevice.StartOf(device.Device);
        return write.Run(target, device.Start, (isSet, _, _) =>
        {
            var pulse = isSet ? device.Table.SetPulse : device.Table.ResetPulse;
            (w, _) = device.Device.Advance(w, 0, pulse.Voltage, pulse.Edge);
            (w, _) = device.Device.Advance(w, pulse.Voltage, pulse.Voltage, pulse.Width);
            (w, _) = device.Device.Advance(w, pulse.Voltage, 0, pulse.Edge);
            return device.Device.Conductance(0, w);
        });
    }));

    /// <summary>Where the table says that each cell of nominal devices, with the same draws, ends.</summary>
    public static (double Least, double Greatest, int Fewest, int Most)[] Enclose(StudyRun run, DeviceTable table, double start, VerifiedWrite write, double[] targets, IStudyStep step)
    {
        var stream = StreamOf(run);
        return run.Each(targets.Length, step, k => write.Enclose(targets[k], start, (isSet, g, n) => table.Range(isSet, g, Quantile(stream, k, n, isSet))));
    }

    /// <summary>Spread between cells behind each pulse of a ramp without verify that the table draws, from the same start as those that it was measured with [S].</summary>
    public static double[] RampSpread(StudyRun run, DeviceTable table, bool isSet, int pulses, int ramps)
    {
        var stream = StreamOf(run).Child("ramps");
        var found = new double[ramps];
        Array.Fill(found, isSet ? table.Conductances.Least : table.Conductances.Greatest);
        return [.. Enumerable.Range(0, pulses + 1).Select(n =>
        {
            for (var r = 0; n > 0 && r < ramps; r++)
                found[r] = table.Behind(isSet, found[r], Quantile(stream, r, n, isSet));
            return Deviation(found);
        })];
    }

    public static double Deviation(ReadOnlySpan<double> values)
    {
        double mean = 0, squares = 0;
        foreach (var v in values)
            mean += v / values.Length;
        foreach (var v in values)
            squares += (v - mean) * (v - mean);
        return Math.Sqrt(squares / Math.Max(values.Length - 1, 1));
    }

    /// <summary>The draw behind <see cref="DeviceVariability.SpeedFactor"/> as a quantile of ΔG: a faster set raises it, a faster reset lowers it.</summary>
    private static double Quantile(RandomStream stream, int cell, int pulse, bool isSet)
    {
        var u = stream.Child("pulse", cell).Child("pulse", pulse).NextUniform();
        return isSet ? u : 1 - u;
    }

    private static DeviceTableWrite Of((double Conductance, int Pulses)[] cells) => new([.. cells.Select(c => c.Conductance)], [.. cells.Select(c => c.Pulses)]);
}
