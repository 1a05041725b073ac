namespace CircuitSim.Experiments.Studies;

/// <summary>The array solver's column currents against another simulator's.</summary>
/// <param name="Simulator">Its name.</param>
/// <param name="Version">Its version; null if it could not run.</param>
/// <param name="Images">Images compared.</param>
/// <param name="WorstDifference">Largest |ΔI| / |I| of any column current of any image; null if it could not run.</param>
/// <param name="Remedy">What to do where it could not run.</param>
internal sealed record SimulatorAgreement(string Simulator, string? Version, int Images, double? WorstDifference, string? Remedy);
