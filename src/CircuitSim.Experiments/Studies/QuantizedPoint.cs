using CircuitSim.Emulation;

namespace CircuitSim.Experiments.Studies;

/// <summary>What a number of levels costs without variation, at a dynamic range of 10.</summary>
/// <param name="Chosen">By the method as chosen.</param>
/// <param name="AsTable1">Over a symmetric range with a quantized reference.</param>
/// <param name="PerLayer">One range for each layer.</param>
/// <param name="Global">One range for the network.</param>
/// <param name="PerColumn">One range for each output.</param>
/// <param name="ChangedByRatio">Images with another class at dynamic ranges of 100 and 1000, together.</param>
internal sealed record QuantizedPoint(int Levels, Predictions Chosen, Predictions AsTable1, Predictions PerLayer, Predictions Global, Predictions PerColumn, int ChangedByRatio);
