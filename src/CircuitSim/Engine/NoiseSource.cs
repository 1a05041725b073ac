namespace CircuitSim.Engine;

/// <summary>A noise current from node a to node b of density White + Flicker / f.</summary>
/// <param name="White">[A²/Hz]</param>
/// <param name="Flicker">At 1 Hz [A²/Hz].</param>
internal readonly record struct NoiseSource(int A, int B, double White, double Flicker = 0)
{
    /// <summary>4 k T G: the thermal noise of a conductance (Nyquist) [A²/Hz].</summary>
    public static double Thermal(double conductance, double celsius) =>
        4 * Devices.PhysicalConstants.Boltzmann * (Devices.PhysicalConstants.ZeroCelsius + celsius) * conductance;
}
