namespace CircuitSim.Netlists.Results;

/// <summary>Whether an engine can run here.</summary>
/// <param name="Version">Its version as it reports it, or null where it cannot run.</param>
/// <param name="Remedy">What to do where it cannot run; null where it can.</param>
public sealed record SimulatorAvailability(string? Version, string? Remedy)
{
    public bool IsAvailable => Version is not null;

    public static SimulatorAvailability Available(string version) => new(version, null);

    public static SimulatorAvailability Unavailable(string remedy) => new(null, remedy);
}
