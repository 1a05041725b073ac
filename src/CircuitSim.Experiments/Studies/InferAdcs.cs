using CircuitSim.Emulation;

namespace CircuitSim.Experiments.Studies;

/// <summary>The ADCs of each array.</summary>
/// <param name="Alone">Their full scale is the largest current of cells at their targets.</param>
/// <param name="Along">Behind all other stages; the same, or the largest current that is read.</param>
internal sealed record InferAdcs(ColumnQuantizer[] Alone, ColumnQuantizer[] Along)
{
    public ColumnQuantizer[] Of(InferEffects effects) => effects is { IsVaried: false, IsWired: false } ? Alone : Along;
}
