namespace CircuitSim.Devices;

/// <summary>
/// The state of a <see cref="Vteam"/> device behind a time in which its voltage goes evenly from one value to another. The
/// equation of the state separates, dw / f(w) = drive(v(t)) dt, so its integral over the ramp is exact (docs/proofs.md, 9): the mean drive is a
/// closed form, thresholds inside the ramp included, and only the window needs a quadrature.
/// </summary>
public readonly struct VteamRamp
{
    private readonly Vteam device;
    private readonly StateWindow window;
    private readonly double wOn, wOff, vOn, vOff, range;

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    public VteamRamp(VteamParameters parameters)
    {
        device = new Vteam(parameters);
        (wOn, wOff, window) = (parameters.WOn, parameters.WOff, parameters.Window);
        (vOn, vOff) = (parameters.VOn, parameters.VOff);
        range = wOff - wOn;
    }

    /// <summary>w at the end [m], inside its limits, and ∂w/∂v1 [m/V]; without drive not one bit of w changes.</summary>
    /// <param name="w">State at the start [m].</param>
    /// <param name="v0">Voltage at the start [V].</param>
    /// <param name="v1">Voltage at the end [V].</param>
    /// <param name="time">Length of the ramp [s].</param>
    public (double State, double PerVolt) Advance(double w, double v0, double v1, double time)
    {
        var off = device.MeanOffDrive(v0, v1);
        var on = device.MeanOnDrive(v0, v1);
        // A ramp through both thresholds begins on the side of v0.
        var (first, second) = v0 < 0 ? (on, off) : (off, on);
        if (second.Rate == 0)
            return Move(w, first, time);
        var (middle, _) = Move(w, first, time);
        return Move(middle, second, time);
    }

    /// <summary>
    /// An estimate of what the state loses because its voltage bends: the drive along the two lines through the middle of a
    /// parabola, which take up three quarters of its bending, against that along the one line of <see cref="Advance"/> [m].
    /// </summary>
    /// <param name="w">State at the end [m].</param>
    /// <param name="v0">Voltage at the start [V].</param>
    /// <param name="v1">Voltage at the end [V].</param>
    /// <param name="sag">By how much the parabola lies below the line in the middle, v″ h² / 8 [V].</param>
    /// <param name="time">Length of the step [s].</param>
    public double Bending(double w, double v0, double v1, double sag, double time)
    {
        var middle = 0.5 * (v0 + v1) - sag;
        var bent = 0.5 * (device.MeanOffDrive(v0, middle).Rate + device.MeanOnDrive(v0, middle).Rate
            + device.MeanOffDrive(middle, v1).Rate + device.MeanOnDrive(middle, v1).Rate);
        var straight = device.MeanOffDrive(v0, v1).Rate + device.MeanOnDrive(v0, v1).Rate;
        var lost = bent - straight;
        return lost == 0 ? 0 : 4 * time / 3 * Math.Abs(lost) * WindowAt(w, bent);
    }

    /// <summary>The parts of the ramp, in order, at which the state leaves the dead zone and reaches a limit: corners of its course.</summary>
    /// <param name="w">State at the start [m].</param>
    /// <param name="v0">Voltage at the start [V].</param>
    /// <param name="v1">Voltage at the end [V].</param>
    /// <param name="time">Length of the ramp [s].</param>
    /// <param name="parts">What is added to, each in [0, 1].</param>
    public void AddMoments(double w, double v0, double v1, double time, List<double> parts)
    {
        if (v0 * v1 >= 0)
        {
            AddMoments(w, v0, v1, time, 0, 1, parts);
            return;
        }

        var zero = v0 / (v0 - v1);
        AddMoments(w, v0, 0, time, 0, zero, parts);
        AddMoments(Advance(w, v0, 0, zero * time).State, 0, v1, time, zero, 1, parts);
    }

    /// <summary>The same of a ramp whose voltage has one sign and takes up a part of another.</summary>
    private void AddMoments(double w, double v0, double v1, double time, double start, double end, List<double> parts)
    {
        var (threshold, limit) = v0 + v1 > 0 ? (vOff, wOff) : (vOn, wOn);
        if (w == limit)
            return;
        if (Math.Abs(v0) <= Math.Abs(threshold) && Math.Abs(v1) > Math.Abs(threshold))
            parts.Add(start + (end - start) * (threshold - v0) / (v1 - v0));
        if (Advance(w, v0, v1, (end - start) * time).State != limit)
            return;
        // Halved until it is as exact as a time of the step can be told.
        const double Near = 1e-9;
        var (before, behind) = (0.0, 1.0);
        while (behind - before > Near)
        {
            var middle = 0.5 * (before + behind);
            var there = Advance(w, v0, v0 + middle * (v1 - v0), middle * (end - start) * time).State;
            (before, behind) = there == limit ? (before, middle) : (middle, behind);
        }

        parts.Add(start + behind * (end - start));
    }

    private (double State, double PerVolt) Move(double w, (double Rate, double PerVolt) drive, double time)
    {
        if (drive.Rate == 0)
            return (w, 0);
        var next = window.Kind == StateWindowKind.None ? w + drive.Rate * time : Windowed(w, drive.Rate * time / range);
        if (next <= wOn)
            return (wOn, 0);
        if (next >= wOff)
            return (wOff, 0);
        // dw/dτ at the end is f(w) there: along the exact solution a longer drive only goes on.
        return (next, drive.PerVolt * time * WindowAt(next, drive.Rate));
    }

    private double Windowed(double w, double dose)
    {
        var x = Math.Clamp((w - wOn) / range, 0, 1);
        return w + range * (window.Advance(x, dose) - x);
    }

    private double WindowAt(double w, double direction)
    {
        if (window.Kind == StateWindowKind.None)
            return 1;
        var x = (w - wOn) / range;
        return direction > 0 ? window.Off(x) : window.On(x);
    }
}
