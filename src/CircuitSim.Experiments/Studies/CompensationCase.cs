using CircuitSim.Cosimulation;

namespace CircuitSim.Experiments.Studies;

/// <summary>One wired array and what every method makes of it.</summary>
/// <param name="WireResistance">Of every segment [Ω].</param>
/// <param name="TileRows">Word lines of a tile.</param>
internal sealed record CompensationCase(double WireResistance, int TileRows, CurrentLoss Loss, IReadOnlyList<CompensationOutcome> Outcomes)
{
    public CompensationOutcome this[CompensationMethod method] => Outcomes.Single(o => o.Method == method);
}
