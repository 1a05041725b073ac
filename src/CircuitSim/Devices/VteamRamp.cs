namespace CircuitSim.Devices;

/// <summary>
/// The state of a <see cref="Vteam"/> device behind a time in which its voltage goes evenly from one value to another. The
/// equation of the state separates, dw / f(w) = drive(v(t)) dt, so its integral over the ramp is exact (docs/proofs.md, 9): the mean drive is a
/// closed form, thresholds inside the ramp included, and only the window needs a quadrature.
/// </summary>
internal static class VteamRamp
{
    /// <summary>As <see cref="IMemristorModel.Advance"/> says; without drive not one bit of w changes.</summary>
    public static (double State, double PerVolt) Advance(in Vteam device, double w, double v0, double v1, double time)
    {
        var off = device.MeanOffDrive(v0, v1);
        var on = device.MeanOnDrive(v0, v1);
        // A ramp through both thresholds begins on the side of v0.
        var (first, second) = v0 < 0 ? (on, off) : (off, on);
        if (second.Rate == 0)
            return Move(in device, w, first, time);
        var (middle, _) = Move(in device, w, first, time);
        return Move(in device, middle, second, time);
    }

    /// <summary>As <see cref="IMemristorModel.Bending"/> says.</summary>
    public static double Bending(in Vteam device, double w, double v0, double v1, double sag, double time)
    {
        var middle = 0.5 * (v0 + v1) - sag;
        if (device.IsDead(v0) && device.IsDead(middle) && device.IsDead(v1))
            return 0;
        var bent = 0.5 * (device.MeanDrive(v0, middle) + device.MeanDrive(middle, v1));
        var lost = bent - device.MeanDrive(v0, v1);
        return lost == 0 ? 0 : 4 * time / 3 * Math.Abs(lost) * device.WindowAt(w, bent);
    }

    private static (double State, double PerVolt) Move(in Vteam device, double w, (double Rate, double PerVolt) drive, double time)
    {
        if (drive.Rate == 0)
            return (w, 0);
        var next = device.Moved(w, drive.Rate * time);
        if (next <= device.LowestState)
            return (device.LowestState, 0);
        if (next >= device.HighestState)
            return (device.HighestState, 0);
        // dw/dτ at the end is f(w) there: along the exact solution a longer drive only goes on.
        return (next, drive.PerVolt * time * device.WindowAt(next, drive.Rate));
    }
}
