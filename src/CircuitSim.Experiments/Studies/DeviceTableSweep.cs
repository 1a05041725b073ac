using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Encodings;
using CircuitSim.Experiments.LookupTables;
using CircuitSim.Experiments.Options;
using CircuitSim.LookupTables;
using CircuitSim.Netlists.Results;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.Studies;

/// <summary>
/// What does a table cost a network? Camponogara's network read and written with cells from a device's tables, beside the full device of
/// the same card, for the table as it is and for coarser ones that are left of it, each with a bound that the table itself gives.
/// </summary>
public sealed class DeviceTableSweep : Study
{
    /// <summary>Of a ramp that the table draws.</summary>
    private const int Ramps = 2000;

    /// <summary>Tables drawn anew from a table: how far its samples may have led the write.</summary>
    private const int Redraws = 12;

    /// <summary>Of the table's range at either end, where nothing is written unless it is asked for.</summary>
    private const double Inset = 0.1;

    public static TextOption Table { get; } = new() { Name = "--device-table", Key = "device_table", Standard = "", Placeholder = "file", MayBePath = true, Description = "Tables of a device: tables.npz, or the folder of it." };

    public static TextOption Card { get; } = new() { Name = "--card", Key = "card", Standard = "", Description = "Card that the tables must be of, of the library or FILE.lib:NAME. Default: the one that stands in them." };

    public static QuantitiesOption Every { get; } = new()
    {
        Name = "--every",
        Key = "every",
        Subject = "thinning",
        Subjects = "thinnings",
        IsSet = true,
        Unit = "points",
        Standard = [1, 2, 5, 10],
        Reduced = [1, 5],
        Rule = new NumberRule("a whole number from 1 to 1000", n => n is >= 1 and <= 1000 && double.IsInteger(n)),
        Description = "Of how many points of every axis of the tables one is kept, a row of the result each: 1 is the table itself",
    };

    // Above 1 nV as in the main job.
    public static QuantityOption Voltage { get; } = new() { Name = "--v-read", Key = "read_voltage_v", Subject = "read voltage", Unit = "V", Standard = 0, Rule = new NumberRule("0, or finite and at least 1 nV", v => v == 0 || (double.IsFinite(v) && v >= 1e-9)), Description = "Row voltage of a white pixel; 0: that of the tables" };

    public static QuantityOption Wire { get; } = new() { Name = "--wire", Key = "wire_resistance_ohm", Subject = "wire resistance", Unit = "Ω", Standard = 2, Description = "Wire resistance per segment of the arrays that are read" };

    public static QuantityOption Low { get; } = new() { Name = "--r-low", Key = "r_low_ohm", Subject = "r-low", Unit = "Ω", Standard = 0, Description = "Resistance of the greatest weight that is written; 0: its conductance is a tenth of the table's range below the end" };

    public static QuantityOption High { get; } = new() { Name = "--r-high", Key = "r_high_ohm", Subject = "r-high", Unit = "Ω", Standard = 0, Description = "Resistance of the least; 0: likewise" };

    public static QuantityOption Tolerance { get; } = new() { Name = "--tolerance", Key = "tolerance", Subject = "tolerance", Unit = "1", Standard = 0.05, Rule = new NumberRule("above zero and below 1", t => t is > 0 and < 1), Description = "Error of a written conductance that is good enough, relative to the target" };

    public static IntegerOption PulseLimit { get; } = new() { Name = "--max-pulses", Key = "max_pulses", Subject = "pulse limit", Standard = 200, Rule = new NumberRule("from 1 to 100000", n => n is >= 1 and <= 100_000), Description = "Most pulses that a cell may have." };

    public static OptionalIntegerOption Cells { get; } = new() { Name = "--cells", Key = "cells", Subject = "cells", Standard = null, Reduced = 110, Description = "How many cells of the 65 × 11 are written, row by row; the others have their targets. Default: all." };

    public static SeedOption Seed { get; } = SeedOption.Of(CamponogaraDigits.Seed.Standard);

    public override string Name => "device-table";

    public override string Description => """
        What does a device's table cost a network? Digits, read and written with cells from the tables that lut device wrote, beside the full device: all test images from the 65 × 40 array of camponogara-digits and from a 65 × 11 array of analog weights, wires in place, and those weights written pulse by pulse. Every difference stands beside the bound that the table itself gives, for the table and for coarser ones that are left of it; exit code 1 if one exceeds it.

        Examples:
          circuitsim sweep device-table --device-table results/lut-device
          circuitsim sweep device-table --device-table results/lut-device/tables.npz --every 1,4,20 --tolerance 0.02 --max-pulses 500
          circuitsim sweep device-table --device-table results/lut-device --card vteam_magic --size reduced --out results/table
        """;

    public override IReadOnlyList<StudyOption> Options { get; } =
        [Table, Card, Every, Voltage, Wire, WiringOptions.WordWire, WiringOptions.BitWire, WiringOptions.Driver, WiringOptions.Sense, WiringOptions.Drive, Low, High, Tolerance, PulseLimit, Cells, SizeOption.Instance, Seed, IntegerOption.Jobs];

    public override SimulatorUse Simulators { get; } = new(ICircuitSimulator.BuiltIn, "Engine that writes the full devices");

    protected override void CheckTogether(StudyRun run)
    {
        // Which tables is for each run to say.
        if (run.Get(Table).Length == 0)
            return;
        var device = TabledDevice.Read(run.Get(Table), run.Get(Card));
        var v = device.Device.RequireReadVoltage(VoltageOf(run, device));
        var (low, high) = (device.Table.Voltages[0], device.Table.Voltages[^1]);
        if (v > high || v > -low)
            throw InvalidParameterException.OutOfRange(Voltage.Subject, v, "V", $"within the table's currents, from {SiText.Format(low, "V")} to {SiText.Format(high, "V")}, either sign");
        _ = RangeOf(run, device);
        foreach (var every in run.Get(Every))
        {
            if (device.Table.Conductances.Count < 4 * every + 1)
                throw InvalidParameterException.OutOfRange(Every.Subject, every, "", Invariant($"at most {(device.Table.Conductances.Count - 1) / 4}, so that five of the table's {device.Table.Conductances.Count} conductances are left"));
        }
    }

    protected override StudyResult Find(StudyRun run)
    {
        if (run.Get(Table).Length == 0)
            throw InvalidParameterException.Because("device table", "name a device's tables, tables.npz or the folder of it, as lut device writes them.");
        var device = TabledDevice.Read(run.Get(Table), run.Get(Card));
        var voltage = VoltageOf(run, device);
        var simulator = run.Simulators.FirstOrDefault(s => s.FindAvailability().IsAvailable)
            ?? throw InvalidParameterException.Because("engine", "no engine that could write the full devices can run here; choose another one.");
        var network = DigitsNetwork.Train(null, new RandomStream(run.Get(Seed)).Child("training"), run.Steps, run.CancellationToken);
        var images = network.Images.Test;
        var inputs = InputBatch.Of(images);
        var bits = new MappedLayer(new TwosComplement(DigitsNetwork.WeightBits, network.Quantized.ScaleFactor, device.Greatest, device.Least)
            .Encode(DigitsNetwork.Rows, network.Quantized.Outputs, network.Quantized.Codes), voltage);
        var (least, greatest) = RangeOf(run, device);
        var analog = new MappedLayer(new OffsetColumn(greatest, least).Encode(network.Layer.ToMatrix()), voltage);
        var judges = (Bits: new DeviceTableJudge(bits, inputs, images, network.Quantized.OutputFullScale), Analog: new DeviceTableJudge(analog, inputs, images, network.Layer.OutputFullScale));
        int[] everies = [.. run.Get(Every).Distinct().Order().Select(n => (int)n)];
        DeviceTable[] tables = Array.ConvertAll(everies, device.Table.Thinned);

        (DeviceTableRead Bits, DeviceTableRead Analog)[] reads = run.Steps.Run("Reads", step => (tables.Select(table => (
            DeviceTableRead.Run(run, device, table, bits, inputs, Wiring(run, bits), step),
            DeviceTableRead.Run(run, device, table, analog, inputs, Wiring(run, analog), step))).ToArray(), Invariant($"{images.Count} images × {tables.Length} tables × 2 arrays")));

        var write = new VerifiedWrite(run.Get(Tolerance), run.Get(PulseLimit));
        var targets = analog.Weights.Conductances[..Math.Min(run.Get(Cells) ?? int.MaxValue, analog.Weights.Conductances.Length)].ToArray();
        var full = run.Steps.Run("Write by devices", step => (DeviceTableWrite.ByDevices(run, device, write, targets, simulator, step), Invariant($"{targets.Length} cells on {simulator.Name}")));
        var nominal = DeviceTableWrite.ByNominal(device, write, targets);
        var cases = run.Steps.Run("Write by tables", step => (tables.Select((table, k) =>
        {
            var tabled = DeviceTableWrite.ByTable(run, table, device.Start, write, targets, step);
            var ends = DeviceTableWrite.Enclose(run, table, device.Start, write, targets, step);
            var stream = new RandomStream(run.Get(Seed)).Child("redraw");
            // What half the grid changes is more than what the grid itself leaves.
            DeviceTableWrite[] others = [.. Enumerable.Range(0, Redraws).Select(n => table.Redrawn(stream.Child("table", n))).Append(table.Thinned(2)).Select(t => DeviceTableWrite.ByTable(run, t, device.Start, write, targets, step))];
            return new DeviceTableCase(everies[k], table, judges.Bits.Of(reads[k].Bits), judges.Analog.Of(reads[k].Analog), tabled, ends, judges.Analog.OfWrite(full, tabled, ends, others[..^1], others[^1]));
        }).ToArray(), Invariant($"{tables.Length} tables")));
        return new DeviceTableSweepResult(run, device, simulator.Name, images.Count, judges.Analog.IdealCorrect, targets, full, nominal, cases,
            [Spread(run, device, isSet: true), Spread(run, device, isSet: false)]).Tell();
    }

    /// <summary>Of the cells behind each pulse of a ramp: of the devices that the table was measured with, and drawn from the table; none where the tables hold no ramps.</summary>
    private static (double[] Devices, double[] Table, int Ramps)? Spread(StudyRun run, TabledDevice device, bool isSet)
    {
        if (device.Table.Tables.Find(isSet ? DeviceKeys.SetRamps : DeviceKeys.ResetRamps) is not { Axes: [{ Count: > 2 } ramps, var pulses] } measured)
            return null;
        double[] devices = [.. Enumerable.Range(0, pulses.Count).Select(n => DeviceTableWrite.Deviation([.. Enumerable.Range(0, ramps.Count).Select(r => measured[r, n])]))];
        return (devices, DeviceTableWrite.RampSpread(run, device.Table, isSet, pulses.Count - 1, Ramps), ramps.Count);
    }

    private static double VoltageOf(StudyRun run, TabledDevice device) => run.Get(Voltage) is > 0 and var v ? v : device.Table.Tables.Provenance.ReadVoltage;

    /// <summary>Conductances of the least and of the greatest weight that is written [S].</summary>
    private static (double Least, double Greatest) RangeOf(StudyRun run, TabledDevice device)
    {
        var inset = Inset * (device.Greatest - device.Least);
        var least = run.Get(High) > 0 ? 1 / run.Get(High) : device.Least + inset;
        var greatest = run.Get(Low) > 0 ? 1 / run.Get(Low) : device.Greatest - inset;
        return least >= device.Least && greatest <= device.Greatest && least < greatest ? (least, greatest) : throw InvalidParameterException.Because("r-low",
            $"weights between {SiText.Format(least, "S")} and {SiText.Format(greatest, "S")}: the table holds from {SiText.Format(device.Least, "S")} to {SiText.Format(device.Greatest, "S")}; choose r-low and r-high within.");
    }

    private static CrossbarWiring Wiring(StudyRun run, MappedLayer layer) => WiringOptions.Of(run.Values, layer.Weights.Rows, layer.Columns, run.Get(Wire));
}
