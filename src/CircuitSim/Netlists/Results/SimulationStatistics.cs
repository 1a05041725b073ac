namespace CircuitSim.Netlists.Results;

/// <summary>What an analysis cost; an engine that does not tell leaves a figure null.</summary>
/// <param name="Unknowns">Size of the system of equations.</param>
/// <param name="Points">Points that the sink got.</param>
/// <param name="AcceptedSteps">Time steps taken.</param>
/// <param name="RejectedSteps">Time steps tried and halved.</param>
/// <param name="NewtonIterations">Linear systems solved.</param>
/// <param name="Factorizations">Matrices factored; fewer where a matrix served again.</param>
public sealed record SimulationStatistics(
    int? Unknowns, long Points, long? AcceptedSteps = null, long? RejectedSteps = null, long? NewtonIterations = null, long? Factorizations = null)
{
    /// <summary>Of a .noise; null of other analyses.</summary>
    public NoiseTotals? Noise { get; init; }

    /// <summary>Of a .sens at the operating point, the strongest of each output first; empty of other analyses.</summary>
    public IReadOnlyList<Sensitivity> Sensitivities { get; init; } = [];
}
