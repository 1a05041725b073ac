using CircuitSim.Emulation.Networks;
using CircuitSim.Numerics;

namespace CircuitSim.Cosimulation;

/// <summary>
/// A mapped network of which every layer is read through converters and amplifiers, any stages of them as circuits. Each layer has its
/// own chain with its own parts; what lies between two layers is digital. Not for several threads.
/// </summary>
public sealed class NetworkReadOut
{
    private readonly MappedNetwork mapped;

    /// <param name="calibration">A batch from which the full scales of all layers are found, with exact products.</param>
    /// <param name="design">Of a layer's chain, by its index.</param>
    /// <param name="mismatch">Of all parts that are drawn; children "layer" are used.</param>
    /// <exception cref="InvalidParameterException">A stage does not fit its layer.</exception>
    public NetworkReadOut(MappedNetwork mapped, Tensor calibration, Func<int, ReadOutDesign> design, RandomStream mismatch)
    {
        this.mapped = mapped;
        var taken = MappedNetwork.InputsOf(mapped.Network, calibration);
        ReadOuts = [.. mapped.Layers.Select((layer, k) =>
        {
            // Both polarities, each as it is read.
            var isSigned = taken[k].Any(x => x < 0);
            double[] both = [.. taken[k].Select(x => Math.Max(x, 0) / mapped.InputScales[k]), .. taken[k].Where(_ => isSigned).Select(x => Math.Max(-x, 0) / mapped.InputScales[k])];
            return new ReadOut(layer, InputBatch.Of(both.Length / (layer.Weights.Rows - 1), both, layer.Bias), design(k), mismatch.Child("layer", k));
        })];
    }

    /// <summary>In the order of the network's matrices.</summary>
    public IReadOnlyList<ReadOut> ReadOuts { get; }

    /// <summary>A batch through the network.</summary>
    /// <param name="stages">Those that are circuits, as a user asks for them: every layer takes those that it has.</param>
    /// <param name="sampleTime">When outputs are sampled [s]; null looks at circuits at rest.</param>
    /// <param name="jobs">Threads; changes no bit.</param>
    /// <returns>The network's first output, and the reads of each matrix in their order: a recurrent layer has one for each step.</returns>
    /// <exception cref="InvalidParameterException">A circuit would saturate or oscillate, or a stage is named that no layer has; the message names the layer.</exception>
    /// <exception cref="ConvergenceException">A circuit has no operating point.</exception>
    public (Tensor Outputs, IReadOnlyList<IReadOnlyList<ReadOutRun>> Reads) Apply(
        Tensor batch, StageSet stages, double? sampleTime = null, int jobs = 1, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        if (stages != StageSet.Circuit && ReadOuts.All(r => !r.HasSubtractor))
            stages = ReadOuts[0].Require(stages);
        List<ReadOutRun>[] reads = [.. ReadOuts.Select(_ => new List<ReadOutRun>())];
        var outputs = mapped.Network.Apply(batch, (matrix, count, inputs) => mapped.Multiply(matrix, count, inputs, x =>
        {
            var own = StageSet.Of(ReadOuts[matrix].Stages.Where(stages.Has));
            var share = progress is null ? null : new LayerShare(progress, matrix, ReadOuts.Count);
            var read = sampleTime is { } t && !own.IsIdeal
                ? ReadOuts[matrix].RunInTime(x, own, t, isQuantized: true, jobs, share, cancellationToken)
                : ReadOuts[matrix].RunAtRest(x, own, isQuantized: true, jobs, share, cancellationToken);
            reads[matrix].Add(read);
            return read.Outputs;
        }));
        return (outputs, reads);
    }

    private sealed class LayerShare(IProgress<double> progress, int layer, int layers) : IProgress<double>
    {
        public void Report(double value) => progress.Report((layer + value) / layers);
    }
}
