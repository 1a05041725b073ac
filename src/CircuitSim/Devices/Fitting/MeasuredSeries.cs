namespace CircuitSim.Devices.Fitting;

/// <summary>
/// What one measurement of a device found: straight pieces of voltage, one after the other, and behind each a current. A loop has a
/// piece between every two samples, a train one for each pulse.
/// </summary>
public sealed record MeasuredSeries
{
    /// <summary>Below this part of the largest voltage of a loop a current is mostly noise.</summary>
    private const double LeastPart = 0.02;

    private readonly double largest;

    private MeasuredSeries(string name, bool isTrain, double[] from, double[] to, double[] durations, double[] readVoltages, double[] currents, double[] times)
    {
        (Name, IsTrain, From, To, Durations) = (name, isTrain, from, to, durations);
        (ReadVoltages, Currents, Times) = (readVoltages, currents, times);
        largest = readVoltages.Max(Math.Abs);
    }

    /// <summary>The file, for people.</summary>
    public string Name { get; }

    /// <summary>Whether its pieces are pulses, read behind.</summary>
    public bool IsTrain { get; }

    /// <summary>Voltage at the start of each piece [V].</summary>
    public IReadOnlyList<double> From { get; }

    /// <summary>Voltage at its end [V].</summary>
    public IReadOnlyList<double> To { get; }

    /// <summary>Zero for a point that nothing comes before [s].</summary>
    public IReadOnlyList<double> Durations { get; }

    /// <summary>Voltage at which the current behind a piece was measured [V].</summary>
    public IReadOnlyList<double> ReadVoltages { get; }

    /// <summary>[A]</summary>
    public IReadOnlyList<double> Currents { get; }

    /// <summary>At the end of each piece [s].</summary>
    public IReadOnlyList<double> Times { get; }

    public int Count => Currents.Count;

    /// <summary>Samples of voltage and current over time; the voltage goes straight between them.</summary>
    /// <param name="times">Rising [s].</param>
    /// <param name="voltages">[V]</param>
    /// <param name="currents">[A]</param>
    public static MeasuredSeries Loop(string name, IReadOnlyList<double> times, IReadOnlyList<double> voltages, IReadOnlyList<double> currents) => new(
        name, false, [voltages[0], .. voltages.Take(times.Count - 1)], [.. voltages], [0, .. times.Skip(1).Zip(times, (b, a) => b - a)], [.. voltages], [.. currents], [.. times]);

    /// <summary>Rectangular pulses with a read behind each; a width of zero stands for a read alone.</summary>
    /// <param name="voltages">[V]</param>
    /// <param name="widths">[s]</param>
    /// <param name="readVoltages">Not zero [V].</param>
    /// <param name="currents">At them [A].</param>
    public static MeasuredSeries Train(string name, IReadOnlyList<double> voltages, IReadOnlyList<double> widths, IReadOnlyList<double> readVoltages, IReadOnlyList<double> currents)
    {
        var time = 0.0;
        return new(name, true, [.. voltages], [.. voltages], [.. widths], [.. readVoltages], [.. currents], [.. widths.Select(w => time += w)]);
    }

    /// <summary>Of a long loop, evenly chosen samples; a train stays whole, since every pulse counts.</summary>
    public MeasuredSeries Thinned(int most)
    {
        if (IsTrain || Count <= most)
            return this;
        int[] kept = [.. Enumerable.Range(0, most).Select(k => (int)((long)k * (Count - 1) / (most - 1)))];
        return Loop(Name, [.. kept.Select(k => Times[k])], [.. kept.Select(k => ReadVoltages[k])], [.. kept.Select(k => Currents[k])]);
    }

    /// <summary>|v/i| of a point that tells it: with a current in the voltage's direction, and not next to zero volts; otherwise null [Ω].</summary>
    public double? Resistance(int point)
    {
        var ratio = ReadVoltages[point] / Currents[point];
        return double.IsFinite(ratio) && ratio > 0 && (IsTrain || Math.Abs(ReadVoltages[point]) >= LeastPart * largest) ? ratio : null;
    }
}
