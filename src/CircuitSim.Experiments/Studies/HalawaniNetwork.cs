using CircuitSim.Cosimulation;
using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Encodings;

namespace CircuitSim.Experiments.Studies;

/// <summary>A trained network and its test images, evaluated with other weights in place of its own. May be shared between threads.</summary>
/// <param name="batch">The images as the network takes them.</param>
/// <param name="sparse">The same, where its first matrix multiplies just them; else null.</param>
internal sealed class HalawaniNetwork(Network network, LabelledImages images, Tensor batch, InputBatch? sparse, ClassRule rule)
{
    public Network Network => network;

    public LabelledImages Images => images;

    /// <summary>Without wires and converters the read is linear, so that the arrays' network is this one with the weights that they hold.</summary>
    /// <param name="weights">In the order of the network's matrices.</param>
    public Predictions Classify(IReadOnlyList<WeightMatrix> weights) => Predictions.Of(
        network.Apply(batch, (matrix, count, x) => matrix == 0 && sparse is not null ? sparse.Times(weights[0]) : Network.Multiply(weights[matrix], count, x.Span)).Values.Span, rule, images);

    public Predictions Classify(IReadOnlyList<EncodedWeights> arrays) => Classify([.. arrays.Select(a => a.ToWeights())]);
}
