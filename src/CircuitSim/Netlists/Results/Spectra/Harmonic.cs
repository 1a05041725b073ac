namespace CircuitSim.Netlists.Results.Spectra;

/// <summary>One part of a periodic wave: magnitude · sin(2π frequency (t − start) + phase).</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Frequency">[Hz]</param>
/// <param name="Magnitude">Amplitude, in the unit of the wave.</param>
/// <param name="Phase">[°]</param>
public sealed record Harmonic(int Number, double Frequency, double Magnitude, double Phase);
