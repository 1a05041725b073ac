using CircuitSim.Devices.Fitting;
using CircuitSim.Files;

namespace CircuitSim.Experiments.Devices;

/// <summary>A measurement of one device from a text of named columns: a loop (voltage and current over time) or a train of pulses (voltage, width and a read behind each).</summary>
public sealed class MeasurementFile
{
    private const int MostRows = 200_000, FewestRows = 8, MostPulses = 10_000;

    private readonly Dictionary<string, double[]> columns = [];
    private readonly string path;

    /// <param name="isExchanged">Whether the device was measured the other way round: voltages and currents then change their signs.</param>
    /// <exception cref="DataFileException">Missing, unreadable, or a column or number is not understood.</exception>
    public MeasurementFile(string path, bool isExchanged = false)
    {
        this.path = path;
        Name = Path.GetFileName(path);
        var (names, values) = ArrayFile.ReadTable(path, "measurement", remedy: "Check the path.", mostRows: MostRows);
        Sha256 = DataFileException.Reading(path, () =>
        {
            using var stream = File.OpenRead(path);
            return Files.Sha256.TextOf(stream);
        });
        (Rows, var width) = (values.Shape[0], values.Shape[1]);
        var numbers = values.Values.ToArray();
        if (names.Count == 0)
            throw DataFileException.Corrupt(path, $"has no line of names above its numbers; {MeasuredColumn.Forms}.");
        if (names.Count != width)
            throw DataFileException.Corrupt(path, $"names {names.Count} columns, its rows have {width} numbers; every row needs as many.");
        for (var k = 0; k < width; k++)
        {
            var column = MeasuredColumn.Of(names[k], path);
            var sign = isExchanged && column.Quantity is (MeasuredColumn.Voltage or MeasuredColumn.Current or MeasuredColumn.ReadVoltage) ? -1.0 : 1.0;
            double[] cells = [.. Enumerable.Range(0, Rows).Select(row => numbers[row * width + k] * sign * column.Factor)];
            if (column.Quantity.Length > 0 && !columns.TryAdd(column.Quantity, cells))
                throw DataFileException.Corrupt(path, $"column '{DataFileException.Shown(names[k])}': the {column.Quantity} is given twice; keep one of the columns.");
        }
    }

    /// <summary>Without its folder.</summary>
    public string Name { get; }

    public string Sha256 { get; }

    public int Rows { get; }

    /// <summary>Whether its rows are pulses.</summary>
    public bool IsTrain => columns.ContainsKey(MeasuredColumn.Width);

    /// <summary>Null where the file has no such column.</summary>
    private double[]? Find(string quantity) => columns.GetValueOrDefault(quantity);

    private double[] Get(string quantity, string what) =>
        Find(quantity) ?? throw DataFileException.Corrupt(path, $"has no {quantity}, which {what} needs; {MeasuredColumn.Forms}.");

    /// <summary>For a fit.</summary>
    /// <param name="timing">Of a loop without times.</param>
    /// <param name="readVoltage">Of a train whose reads give a current but no voltage.</param>
    /// <exception cref="DataFileException">The rows are no such measurement.</exception>
    public MeasuredSeries Series(MeasurementTiming timing, double? readVoltage)
    {
        if (IsTrain)
            return Train(readVoltage);
        var voltages = Get(MeasuredColumn.Voltage, "a loop");
        var currents = Currents(voltages);
        if (Rows < FewestRows)
            throw DataFileException.Corrupt(path, $"has {Rows} rows; a loop needs {FewestRows} at least.");
        if (voltages.Max() == voltages.Min())
            throw DataFileException.Corrupt(path, $"its voltage is the same in every row, so it shows no loop; pulses of one voltage need a column of their width.");
        return MeasuredSeries.Loop(Name, Times(voltages, timing), voltages, currents);
    }

    /// <summary>The pulses alone, as <c>V:WIDTH*COUNT</c> gives them.</summary>
    /// <exception cref="DataFileException">The rows are no pulses.</exception>
    public IReadOnlyList<DevicePulse> Pulses()
    {
        var (voltages, widths, counts) = Shapes();
        if (counts.Sum() > MostPulses)
            throw DataFileException.Corrupt(path, $"a train has at most {MostPulses} pulses.");
        if (Array.FindIndex(widths, w => w <= 0) is var row and >= 0)
            throw Row(row, "a pulse needs a width above zero");
        return [.. Enumerable.Range(0, Rows).SelectMany(k => Enumerable.Repeat(new DevicePulse(voltages[k], widths[k]), (int)counts[k]))];
    }

    /// <summary>Voltages and currents of a loop, for a figure.</summary>
    public (IReadOnlyList<double> Voltages, IReadOnlyList<double> Currents, IReadOnlyList<double>? Times) Loop()
    {
        var voltages = Get(MeasuredColumn.Voltage, "a loop");
        return (voltages, Currents(voltages), Find(MeasuredColumn.Time));
    }

    /// <summary>What was read behind each pulse, by the number of pulses until then [Ω].</summary>
    /// <param name="readVoltage">Where reads give a current but no voltage [V].</param>
    public IReadOnlyList<(double Pulse, double Resistance)> Reads(double readVoltage)
    {
        var counts = Find(MeasuredColumn.Count) ?? [.. Enumerable.Repeat(1.0, Rows)];
        var (volts, currents) = Read(readVoltage);
        var pulses = 0.0;
        return [.. Enumerable.Range(0, Rows).Select(k => (pulses += counts[k], volts[k] / currents[k]))];
    }

    /// <summary>Voltages and the times that switch at them.</summary>
    public IReadOnlyList<(double Voltage, double Time)> SwitchingTimes()
    {
        var times = Find(MeasuredColumn.Width) ?? Get(MeasuredColumn.Time, "a table of switching times");
        return [.. Get(MeasuredColumn.Voltage, "a table of switching times").Zip(times)];
    }

    private MeasuredSeries Train(double? readVoltage)
    {
        var (voltages, widths, counts) = Shapes();
        if (Rows < FewestRows)
            throw DataFileException.Corrupt(path, $"has {Rows} rows; a train of pulses needs {FewestRows} at least.");
        var (volts, currents) = Read(readVoltage);
        return MeasuredSeries.Train(Name, voltages, [.. widths.Zip(counts, (w, n) => w * n)], volts, currents);
    }

    private (double[] Voltages, double[] Widths, double[] Counts) Shapes()
    {
        var (voltages, widths) = (Get(MeasuredColumn.Voltage, "a train of pulses"), Get(MeasuredColumn.Width, "a train of pulses"));
        var counts = Find(MeasuredColumn.Count) ?? [.. Enumerable.Repeat(1.0, Rows)];
        for (var k = 0; k < Rows; k++)
        {
            if (!(widths[k] >= 0))
                throw Row(k, "a width is not below zero");
            if (!(counts[k] >= 1 && counts[k] <= MostPulses && counts[k] == Math.Floor(counts[k])))
                throw Row(k, $"a count is a whole number from 1 to {MostPulses}");
        }

        return (voltages, widths, counts);
    }

    /// <summary>Of each read; a resistance or a conductance gives the current at 1 V where no voltage of the read is known, since a device at rest is ohmic.</summary>
    private (double[] Voltages, double[] Currents) Read(double? readVoltage)
    {
        var given = Find(MeasuredColumn.ReadVoltage) ?? (readVoltage is { } v ? [.. Enumerable.Repeat(v, Rows)] : null);
        if (given is null && Find(MeasuredColumn.Resistance) is null && Find(MeasuredColumn.Conductance) is null)
        {
            Get(MeasuredColumn.Current, "a read behind each pulse");
            throw DataFileException.Corrupt(path, "gives the current of each read but not its voltage; add a column v_read [V], or state the read voltage.");
        }

        var volts = given ?? [.. Enumerable.Repeat(1.0, Rows)];
        if (Array.IndexOf(volts, 0.0) is var row and >= 0)
            throw Row(row, "a read at zero volts tells no resistance");
        var currents = Currents(volts);
        return Array.IndexOf(currents, 0.0) is var none and >= 0 ? throw Row(none, "a read needs a current other than zero") : (volts, currents);
    }

    private double[] Currents(double[] voltages)
    {
        if (Find(MeasuredColumn.Current) is { } currents)
            return currents;
        if (Find(MeasuredColumn.Conductance) is { } conductances)
            return [.. voltages.Zip(conductances, (v, g) => v * g)];
        var resistances = Get(MeasuredColumn.Resistance, "a measurement without a current");
        return Array.FindIndex(resistances, r => !(r > 0)) is var row and >= 0 ? throw Row(row, "a resistance is above zero") : [.. voltages.Zip(resistances, (v, r) => v / r)];
    }

    private double[] Times(double[] voltages, MeasurementTiming timing)
    {
        if (Find(MeasuredColumn.Time) is { } times)
        {
            for (var k = 1; k < Rows; k++)
            {
                if (!(times[k] > times[k - 1]))
                    throw Row(k, "times must rise from row to row");
            }

            return times;
        }

        if (timing.Period is { } period)
            return [.. Enumerable.Range(0, Rows).Select(k => period * k / (Rows - 1))];
        if (timing.SweepRate is not { } rate)
            throw DataFileException.Corrupt(path, "gives no times; add a column time_s, or state the loop's frequency, its period or its sweep rate.");
        var time = 0.0;
        double[] swept = [0, .. voltages.Skip(1).Zip(voltages, (b, a) => time += Math.Abs(b - a) / rate)];
        return Enumerable.Range(1, Rows - 1).FirstOrDefault(k => swept[k] == swept[k - 1]) is var still and > 0
            ? throw Row(still, "the voltage is that of the row before, so a sweep rate gives it no time; give times, or drop the row")
            : swept;
    }

    private DataFileException Row(int row, string rule) => DataFileException.Corrupt(path, $"row {row + 1}: {rule}.");
}
