using CircuitSim.Emulation.Networks;
using CircuitSim.Numerics;

namespace CircuitSim.Emulation.Training;

/// <summary>
/// A network while it is trained: layers in a row, softmax and cross-entropy behind the last one, stochastic gradient descent with
/// momentum. A step copies a batch, looks at the weights (<see cref="WeightView"/>), goes forward, and backward:
/// <code>
/// ∂L/∂y_last = (softmax(y) − [k = label]) / batch      ∂L/∂x = (∂y/∂x)ᵀ ∂L/∂y      v ← μ v + ∂L/∂w      w ← w − rate · v
/// </code>
/// The same seed gives the same bits at any number of jobs. One thread at a time may use an instance.
/// </summary>
public sealed class NetworkTraining
{
    private readonly LayerTraining[] layers;
    private readonly Parameter[] parameters;
    private readonly RandomStream stream;
    private readonly BlockTeam team;

    /// <summary>Before each layer and behind the last, and the gradients there: [batch × features].</summary>
    private readonly double[][] values, gradients;

    private long step;
    private int epoch;

    /// <param name="sampleShape">Of one sample, e.g. [784], [1, 28, 28] or, steps first, [8, 8].</param>
    /// <param name="stream">Children "weights" (by layer), "view" (by step) and "shuffle" (by epoch) are used; nothing is drawn from itself.</param>
    /// <param name="jobs">Threads.</param>
    /// <exception cref="InvalidParameterException">A layer is not possible: named by its number.</exception>
    public NetworkTraining(IReadOnlyList<int> sampleShape, IReadOnlyList<LayerPlan> plan, RandomStream stream, int jobs = 1)
    {
        InvalidParameterException.RequireAtLeast(plan.Count, 1, "layers");
        layers = new LayerTraining[plan.Count];
        for (var l = 0; l < plan.Count; l++)
        {
            try
            {
                layers[l] = plan[l].Start(l == 0 ? sampleShape : layers[l - 1].OutputShape, stream.Child("weights", l));
            }
            catch (InvalidParameterException e)
            {
                throw InvalidParameterException.Because(e.Parameter, FormattableString.Invariant($"layer {l + 1}: {e.Message}"));
            }
        }

        (this.stream, team) = (stream, new BlockTeam(jobs));
        parameters = [.. layers.SelectMany(layer => layer.Parameters)];
        values = [.. Enumerable.Repeat(Array.Empty<double>(), layers.Length + 1)];
        gradients = [.. values];
    }

    /// <summary>
    /// The clean weights, which a caller may change between runs: for each matrix [inputs × outputs] and the bias as a last row, if it
    /// has one; for each batch normalization its factors and offsets.
    /// </summary>
    public IReadOnlyList<Memory<double>> Parameters => [.. parameters.Select(p => p.Clean.AsMemory())];

    /// <summary>Trains on all samples, their order drawn anew for each epoch. Further calls go on where the last one ended.</summary>
    /// <exception cref="InvalidParameterException">An option is out of range, samples do not fit the network, or the loss is no longer finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    public void Run(TrainingSet set, DescentOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options.Validated();
        Prepare(set, Math.Min(options.BatchSize, set.Count));
        var (order, rate) = (new int[set.Count], options.LearningRate);
        for (var e = 0; e < options.Epochs; e++, rate *= options.Decay)
        {
            for (var i = 0; i < order.Length; i++)
                order[i] = i;
            stream.Child("shuffle", epoch++).Shuffle<int>(order);
            var loss = 0.0;
            for (var start = 0; start < order.Length; start += options.BatchSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                loss += GoThrough(set, order.AsSpan(start, Math.Min(options.BatchSize, order.Length - start)));
                var shrink = options.GradientLimit is { } limit ? Math.Min(1, limit / Math.Sqrt(parameters.Sum(p => p.SquaredGradient))) : 1;
                foreach (var parameter in parameters)
                    parameter.Descend(rate, options.Momentum, shrink);
            }

            if (!double.IsFinite(loss))
                throw InvalidParameterException.Because(nameof(options.LearningRate), FormattableString.Invariant($"the loss of epoch {e + 1} is not finite; choose a learning rate below {options.LearningRate}."));
            progress?.Report(new TrainingProgress(e + 1, options.Epochs, loss / set.Count));
        }
    }

    /// <summary>
    /// The mean cross-entropy of a batch [nat] and its gradient, in the form of <see cref="Parameters"/>. Views draw anew, and the
    /// running means of batch normalizations move, as in a step.
    /// </summary>
    /// <param name="batch">Indices of samples.</param>
    public (double Loss, IReadOnlyList<double[]> Gradient) LossAndGradient(TrainingSet set, ReadOnlySpan<int> batch)
    {
        Prepare(set, batch.Length);
        var loss = GoThrough(set, batch) / batch.Length;
        return (loss, [.. parameters.Select(p => (double[])p.Gradient.Clone())]);
    }

    /// <summary>The trained network, its weights as their views show them without randomness; the last outputs are those before the softmax.</summary>
    public Network ToNetwork()
    {
        var nodes = new List<NetworkNode>();
        var last = "input";
        foreach (var (l, layer) in layers.Index())
        {
            foreach (var (operation, output) in layer.ToOperators())
            {
                var name = FormattableString.Invariant($"{operation.Kind.ToLowerInvariant()}{l + 1}");
                nodes.Add(new NetworkNode(name, operation, [last], [.. Enumerable.Repeat("", output), last = $"{name}.out"]));
            }
        }

        return new Network(["input"], new Dictionary<string, Tensor>(), nodes, [last]);
    }

    private void Prepare(TrainingSet set, int batch)
    {
        InvalidParameterException.RequireAtLeast(batch, 1, "samples of a batch");
        if (!set.Shape.SequenceEqual(layers[0].InputShape) || layers[^1].Outputs != set.Classes)
            throw InvalidParameterException.WrongShape("samples", $"{Tensor.ShapeText(set.Shape)} with {set.Classes} classes", $"{Tensor.ShapeText(layers[0].InputShape)} with {layers[^1].Outputs} classes");
        if (values[0].Length >= batch * layers[0].Inputs)
            return;
        for (var l = 0; l < values.Length; l++)
        {
            var features = l == 0 ? layers[0].Inputs : layers[l - 1].Outputs;
            values[l] = new double[checked(batch * features)];
            gradients[l] = l == 0 ? [] : new double[batch * features];
        }
    }

    /// <summary>Fills the gradients of all parameters by a batch and returns the sum of its losses.</summary>
    private double GoThrough(TrainingSet set, ReadOnlySpan<int> batch)
    {
        var count = batch.Length;
        for (var n = 0; n < count; n++)
            set.Copy(batch[n], values[0].AsSpan(n * layers[0].Inputs, layers[0].Inputs));
        var views = stream.Child("view", step++);
        for (var p = 0; p < parameters.Length; p++)
            parameters[p].Look(views.Child("parameter", p));
        for (var l = 0; l < layers.Length; l++)
            layers[l].Forward(count, values[l], values[l + 1], team);
        var (loss, classes) = (0.0, set.Classes);
        for (var n = 0; n < count; n++)
        {
            var δ = gradients[^1].AsSpan(n * classes, classes);
            values[^1].AsSpan(n * classes, classes).CopyTo(δ);
            loss -= Softmax.ToLogProbability(δ, set.Labels[batch[n]]);
            δ[set.Labels[batch[n]]] -= 1;
            foreach (ref var d in δ)
                d /= count;
        }

        for (var l = layers.Length - 1; l >= 0; l--)
            layers[l].Backward(count, values[l], values[l + 1], gradients[l + 1], l == 0 ? null : gradients[l], team);
        return loss;
    }
}
