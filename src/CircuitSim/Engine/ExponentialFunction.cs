namespace CircuitSim.Engine;

/// <summary>Rises towards pulsed from the first delay on, falls back from the second on.</summary>
internal sealed class ExponentialFunction(double initial, double pulsed, double riseDelay, double riseTime, double fallDelay, double fallTime) : SourceFunction
{
    public override double At(double time)
    {
        var value = initial;
        if (time > riseDelay)
            value -= (pulsed - initial) * double.ExpM1(-(time - riseDelay) / riseTime);
        if (time > fallDelay)
            value -= (initial - pulsed) * double.ExpM1(-(time - fallDelay) / fallTime);
        return value;
    }

    public override double NextCorner(double time) =>
        time < Math.Min(riseDelay, fallDelay) ? Math.Min(riseDelay, fallDelay)
        : time < Math.Max(riseDelay, fallDelay) ? Math.Max(riseDelay, fallDelay)
        : double.PositiveInfinity;
}
