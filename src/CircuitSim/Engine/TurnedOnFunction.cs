using CircuitSim.Netlists.Elements;

namespace CircuitSim.Engine;

/// <summary>A function, or a constant where there is none, that is turned on evenly from time zero on.</summary>
internal sealed class TurnedOnFunction(SourceFunction? inner, double constant) : SourceFunction
{
    public override double At(double time) => Math.Clamp(time / TurnedOnWaveform.Duration, 0, 1) * (inner?.At(time) ?? constant);

    public override double NextCorner(double time)
    {
        var corner = inner?.NextCorner(time) ?? double.PositiveInfinity;
        return time < TurnedOnWaveform.Duration ? Math.Min(TurnedOnWaveform.Duration, corner) : corner;
    }
}
