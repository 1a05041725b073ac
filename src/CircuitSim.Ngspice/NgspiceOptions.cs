namespace CircuitSim.Ngspice;

/// <summary>How ngspice is started.</summary>
public sealed record NgspiceOptions
{
    /// <summary>Path of the executable; see <see cref="NgspiceLocation.Find"/>.</summary>
    public required string Executable { get; init; }

    /// <summary>After this the process is killed with its children. ngspice needs minutes for a 128 × 128 array.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The folder in which each run makes, and removes, a private folder of its own; null is the system's.</summary>
    public string? TemporaryFolder { get; init; }

    /// <summary>
    /// For <c>.options</c>. None are needed for linear circuits: with any reltol, abstol, gmin or pivrel the currents of
    /// a resistive array are the same to the last digits that its condition number leaves.
    /// </summary>
    public IReadOnlyDictionary<string, double> SimulatorOptions { get; init; } = new Dictionary<string, double>();
}
