using CircuitSim.Devices;

namespace CircuitSim.Experiments.Devices;

/// <summary>What a bench measured, [points] each.</summary>
/// <param name="Times">[s]</param>
/// <param name="Voltages">Across the device [V].</param>
/// <param name="Currents">Through it from the positive node [A].</param>
public sealed record DeviceTrace(IReadOnlyList<double> Times, IReadOnlyList<double> Voltages, IReadOnlyList<double> Currents)
{
    /// <summary>v/i at a time, between points interpolated [Ω].</summary>
    /// <param name="time">One at which the voltage is not zero [s].</param>
    public double ResistanceAt(double time) => At(Voltages, time) / At(Currents, time);

    /// <summary>Current at a time, between points interpolated [A].</summary>
    public double CurrentAt(double time) => At(Currents, time);

    /// <summary>What the current carries, taken by its magnitude: ∫ |i| dt by the trapezoidal rule [C].</summary>
    public double Charge() => Carried(Times, CurrentAt);

    /// <summary>What the difference of two currents carries, ∫ |i − i'| dt at the points of both [C].</summary>
    public double ChargeDifference(DeviceTrace other) =>
        Carried(Times.Concat(other.Times).Order(), time => CurrentAt(time) - other.CurrentAt(time));

    /// <summary>State x = (w − w_on)/(w_off − w_on) at a time.</summary>
    public double StateAt(double time, IThresholdModel device) => StateOf(ResistanceAt(time), device);

    /// <summary>State x of a resistance, which a solver's rounding may have put beyond a limit.</summary>
    public static double StateOf(double resistance, IThresholdModel device)
    {
        var w = device.StateForResistance(Math.Clamp(resistance, device.LowResistance, device.HighResistance));
        return (w - device.LowestState) / device.StateRange;
    }

    private static double Carried(IEnumerable<double> times, Func<double, double> current)
    {
        var (charge, before, last) = (0.0, 0.0, 0.0);
        foreach (var time in times)
        {
            var now = Math.Abs(current(time));
            charge += 0.5 * (before + now) * (time - last);
            (before, last) = (now, time);
        }

        return charge;
    }

    private double At(IReadOnlyList<double> values, double time)
    {
        var (low, high) = (0, Times.Count - 1);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (Times[middle] <= time)
                low = middle;
            else
                high = middle;
        }

        var length = Times[high] - Times[low];
        var share = length > 0 ? Math.Clamp((time - Times[low]) / length, 0, 1) : 0;
        return values[low] + share * (values[high] - values[low]);
    }
}
