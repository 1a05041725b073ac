namespace CircuitSim.Programming;

/// <summary>Pulses of one kind on the lines of an array; a pulse on a whole row counts once.</summary>
/// <param name="Count">Number.</param>
/// <param name="Energy">What the sources delivered [J].</param>
/// <param name="Time">[s]</param>
public readonly record struct PulseAccount(int Count, double Energy, double Time)
{
    internal PulseAccount With(double energy, double time) => new(Count + 1, Energy + energy, Time + time);
}
