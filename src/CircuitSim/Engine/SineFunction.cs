namespace CircuitSim.Engine;

/// <summary>offset + amplitude · e^(−(t − delay) θ) sin(2π f (t − delay) + φ), standing at its start before the delay.</summary>
/// <param name="phase">φ [rad].</param>
/// <param name="length">From the delay on; behind it, the start again [s].</param>
internal sealed class SineFunction(double offset, double amplitude, double frequency, double delay, double damping, double phase, double length) : SourceFunction
{
    public override double At(double time)
    {
        var t = time - delay;
        return t <= 0 || t >= length
            ? offset + amplitude * Math.Sin(phase)
            : offset + amplitude * Math.Exp(-t * damping) * Math.Sin(2 * Math.PI * frequency * t + phase);
    }

    public override double NextCorner(double time) => time < delay ? delay : time < delay + length ? delay + length : double.PositiveInfinity;
}
