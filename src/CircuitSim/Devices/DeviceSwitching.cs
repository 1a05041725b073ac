namespace CircuitSim.Devices;

/// <summary>
/// How long a constant voltage takes to move a device, and which voltage does it in a given time. The
/// equation of the state separates, so both follow from one integral: t · drive(v)/(w_off − w_on) = ∫ dx/f(x), with the state
/// x = (w − w_on)/(w_off − w_on). Without a window the integral is the distance, and both are closed forms.
/// </summary>
public readonly struct DeviceSwitching(IThresholdModel device)
{

    /// <summary>Time that a voltage takes from one state to another [s]; infinite where it moves nothing, or the other way.</summary>
    /// <param name="v">[V]</param>
    /// <param name="from">x in [0, 1].</param>
    /// <param name="to">x in [0, 1].</param>
    public double Time(double v, double from, double to)
    {
        if (from == to)
            return 0;
        var drive = device.Drive(v);
        return drive == 0 || Math.Sign(drive) != Math.Sign(to - from) ? double.PositiveInfinity : Dose(from, to) * device.StateRange / Math.Abs(drive);
    }

    /// <summary>The voltage that moves the device from one state to another within a time [V].</summary>
    /// <param name="time">Above zero [s].</param>
    /// <param name="from">x in [0, 1].</param>
    /// <param name="to">x in [0, 1], another one.</param>
    /// <exception cref="InvalidParameterException">The time is not above zero.</exception>
    public double Voltage(double time, double from, double to)
    {
        InvalidParameterException.RequirePositive(time, "s");
        var speed = Dose(from, to) * device.StateRange / time;
        return device.VoltageForDrive(to > from ? speed : -speed);
    }

    /// <summary>State x behind a rectangular pulse.</summary>
    /// <param name="v">[V]</param>
    /// <param name="time">[s]</param>
    /// <param name="from">x in [0, 1].</param>
    public double StateAfter(double v, double time, double from) =>
        device.Window.Advance(from, device.Drive(v) * time / device.StateRange);

    /// <summary>∫ dx/f(x) from one state to the other, by Simpson's rule where there is a window; infinite where f vanishes on the way.</summary>
    private double Dose(double from, double to)
    {
        var window = device.Window;
        if (window.Kind == StateWindowKind.None)
            return Math.Abs(to - from);
        // Odd numbers of a fine grid count four times.
        const int Intervals = 4000;
        var sum = 0.0;
        for (var k = 0; k <= Intervals; k++)
        {
            var x = k == Intervals ? to : from + (to - from) * k / Intervals;
            var weight = k is 0 or Intervals ? 1 : k % 2 == 1 ? 4 : 2;
            sum += weight / (to > from ? window.Off(x) : window.On(x));
        }

        return sum > 0 ? Math.Abs(to - from) * sum / (3 * Intervals) : double.PositiveInfinity;
    }
}
