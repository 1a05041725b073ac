using CircuitSim.Emulation;
using CircuitSim.Encodings;

namespace CircuitSim.Experiments.Studies;

/// <summary>What a number of levels costs without variation, at a dynamic range of 10.</summary>
/// <param name="Chosen">By the method as chosen.</param>
/// <param name="AsTable1">Over a symmetric range with a quantized reference.</param>
/// <param name="GlobalAsTable1">The same with one range for the network.</param>
/// <param name="PerLayer">One range for each layer.</param>
/// <param name="Global">One range for the network.</param>
/// <param name="PerColumn">One range for each output.</param>
/// <param name="ChangedByRatio">Images with another class at dynamic ranges of 100 and 1000, together.</param>
internal sealed record QuantizedPoint(
    int Levels, Predictions Chosen, Predictions AsTable1, Predictions GlobalAsTable1, Predictions PerLayer, Predictions Global, Predictions PerColumn, int ChangedByRatio)
{
    public static QuantizedPoint[] Solve(StudyRun run, HalawaniNetwork network, HalawaniMethod method, int[] levels, IStudyStep step) => run.Each(levels.Length, step, k =>
    {
        Predictions At(HalawaniMethod m, double ratio = 10) => network.Classify(m.Encode(network.Weights, levels[k], ratio));
        var chosen = At(method);
        return new QuantizedPoint(
            levels[k], chosen, At(method.AsTable1), At(method.AsTable1 with { Scope = OffsetScope.Global }),
            At(method with { Scope = OffsetScope.Layer }), At(method with { Scope = OffsetScope.Global }), At(method with { Scope = OffsetScope.Column }),
            At(method, 100).CountDifferences(chosen) + At(method, 1000).CountDifferences(chosen));
    });
}
