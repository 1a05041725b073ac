using CircuitSim.Netlists.Results;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>What a campaign runs at each of its points.</summary>
/// <param name="Command">As it is typed behind the program's name, such as <c>sweep threshold-margins</c>.</param>
/// <param name="Study">What it runs.</param>
public sealed record CampaignSubject(string Command, Study Study)
{
    /// <summary>Engines that it runs circuits on, where it is given any.</summary>
    public IReadOnlyList<ICircuitSimulator> Simulators { get; init; } = [];
}
