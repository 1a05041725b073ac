using CircuitSim.Cosimulation;
using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Encodings;

namespace CircuitSim.Experiments.Studies;

/// <summary>A trained network and its test images, evaluated with other weights in place of its own. May be shared between threads.</summary>
/// <param name="shape">Of one image as the network takes it.</param>
/// <param name="sparse">The images, where the network's first matrix multiplies just them; else null.</param>
internal sealed class HalawaniNetwork(Network network, LabelledImages images, IReadOnlyList<int> shape, InputBatch? sparse, ClassRule rule)
{
    /// <summary>Feature maps of so many images fit into a cache.</summary>
    private const int Block = 100;

    private readonly ReadOnlyMemory<double> inputs = sparse?.Source.Values ?? images.ToTensor().Values;

    /// <summary>As trained.</summary>
    public IReadOnlyList<WeightMatrix> Weights { get; } = [.. network.Matrices.Select(m => m.Weights)];

    public LabelledImages Images => images;

    /// <summary>Without wires and converters the read is linear, so that the arrays' network is this one with the weights that they hold.</summary>
    /// <param name="weights">In the order of the network's matrices.</param>
    public Predictions Classify(IReadOnlyList<WeightMatrix> weights)
    {
        var outputs = new double[images.Count * images.Classes];
        var block = sparse is null ? Block : images.Count;
        for (var start = 0; start < images.Count; start += block)
        {
            var count = Math.Min(block, images.Count - start);
            var batch = new Tensor([count, .. shape], inputs.Slice(start * images.Features, count * images.Features));
            network.Apply(batch, (matrix, vectors, x) => matrix == 0 && sparse is not null ? sparse.Times(weights[0]) : Network.Multiply(weights[matrix], vectors, x.Span))
                .Values.Span.CopyTo(outputs.AsSpan(start * images.Classes));
        }

        return Predictions.Of(outputs, rule, images);
    }

    /// <summary>The trained weights, but for one matrix.</summary>
    public WeightMatrix[] With(int matrix, WeightMatrix weights) => [.. Weights.Select((own, k) => k == matrix ? weights : own)];

    public Predictions Classify(IReadOnlyList<EncodedWeights> arrays) => Classify([.. arrays.Select(a => a.ToWeights())]);
}
