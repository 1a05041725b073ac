namespace CircuitSim.Netlists.Results.Spectra;

/// <summary>What a .four line gives for one quantity.</summary>
/// <param name="Name">Of the measurement, or that of the quantity.</param>
/// <param name="Unit">Of the magnitudes.</param>
/// <param name="Constant">The DC component.</param>
/// <param name="Harmonics">From the first on; none where no period fits into the transient.</param>
public sealed record HarmonicTable(string Name, string Unit, double Frequency, double Constant, IReadOnlyList<Harmonic> Harmonics)
{
    /// <summary>Root of the sum of squares of the harmonics from the second on, over the first; null without a first [%].</summary>
    public double? Distortion => Harmonics.Count > 0 && Harmonics[0].Magnitude > 0
        ? 100 * Math.Sqrt(Harmonics.Skip(1).Sum(h => h.Magnitude * h.Magnitude)) / Harmonics[0].Magnitude : null;
}
