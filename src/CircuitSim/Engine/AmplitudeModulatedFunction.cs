namespace CircuitSim.Engine;

/// <summary>amplitude · (offset + sin(2π signal (t − delay))) · sin(2π carrier (t − delay)), zero before the delay.</summary>
internal sealed class AmplitudeModulatedFunction(double amplitude, double offset, double signal, double carrier, double delay) : SourceFunction
{
    public override double At(double time)
    {
        var t = Math.Max(time - delay, 0);
        return amplitude * (offset + Math.Sin(2 * Math.PI * signal * t)) * Math.Sin(2 * Math.PI * carrier * t);
    }

    public override double NextCorner(double time) => time < delay ? delay : double.PositiveInfinity;
}
