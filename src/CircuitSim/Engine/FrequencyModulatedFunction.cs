namespace CircuitSim.Engine;

/// <summary>offset + amplitude · sin(2π carrier t + index · sin(2π signal t)).</summary>
internal sealed class FrequencyModulatedFunction(double offset, double amplitude, double carrier, double index, double signal) : SourceFunction
{
    public override double At(double time) =>
        offset + amplitude * Math.Sin(2 * Math.PI * carrier * time + index * Math.Sin(2 * Math.PI * signal * time));
}
