using CircuitSim.Numerics;

namespace CircuitSim.Emulation;

/// <summary>
/// Trains a <see cref="DenseNetwork"/> with softmax and cross-entropy by plain stochastic gradient descent from Glorot's
/// uniform weights and zero bias. Back-propagation for layers y = Wᵀx + b, x' = σ(y):
/// <code>
/// δ_last = softmax(y) − [k = label]      δ = (W' δ') ∘ x'(1 − x')      ∂L/∂W = x δᵀ      ∂L/∂b = δ
/// </code>
/// One thread: an epoch of MNIST takes about a second, because blank pixels are skipped and a layer's gradient is summed
/// where it is not zero. Every sum over images or inputs runs in index order, and vector instructions work across the
/// outputs of a layer only, so that their width does not change a bit.
/// </summary>
public sealed class DenseNetworkTraining
{
    private readonly int[] sizes;

    /// <summary>Weights [inputs × outputs] row-major and the bias as the last row, layer by layer; and their gradient.</summary>
    private readonly double[][] parameters, gradient;

    /// <summary>What each layer takes and what came back to its outputs, for one image.</summary>
    private readonly double[][] inputs, deltas;

    private readonly double[] inputOf;

    private DenseNetworkTraining(LabelledImages images, int[] sizes, double[][] parameters)
    {
        this.sizes = sizes;
        this.parameters = parameters;
        gradient = [.. parameters.Select(p => new double[p.Length])];
        inputs = [.. sizes.Select(n => new double[n])];
        deltas = [.. sizes.Skip(1).Select(n => new double[n])];
        inputOf = [.. Enumerable.Range(0, images.PixelMaximum + 1).Select(p => p / (double)images.PixelMaximum)];
    }

    /// <summary>Trains on all images; their order is drawn anew for each epoch.</summary>
    /// <param name="hidden">Outputs of the hidden layers; none makes a softmax regression.</param>
    /// <param name="stream">Children "weights" (by layer) and "shuffle" (by epoch) are used; nothing is drawn from itself.</param>
    /// <exception cref="InvalidParameterException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    public static DenseNetwork Train(
        LabelledImages images,
        IReadOnlyList<int> hidden,
        TrainingOptions options,
        RandomStream stream,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options.Validated();
        InvalidParameterException.RequireAtLeast(images.Count, 1);
        foreach (var n in hidden)
            InvalidParameterException.RequireAtLeast(n, 1, "hidden outputs");
        int[] sizes = [images.Features, .. hidden, images.Classes];
        double[][] initial = [.. Enumerable.Range(0, sizes.Length - 1).Select(l => Softmax.InitialParameters(sizes[l], sizes[l + 1], stream.Child("weights", l)))];
        var training = new DenseNetworkTraining(images, sizes, initial);
        var order = new int[images.Count];
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            for (var i = 0; i < order.Length; i++)
                order[i] = i;
            stream.Child("shuffle", epoch).Shuffle<int>(order);
            var loss = 0.0;
            for (var start = 0; start < order.Length; start += options.BatchSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var batch = order.AsSpan(start, Math.Min(options.BatchSize, order.Length - start));
                loss += training.AddGradients(images, batch);
                training.Descend(options.LearningRate / batch.Length);
            }

            progress?.Report(new TrainingProgress(epoch + 1, options.Epochs, loss / images.Count));
        }

        return training.ToNetwork();
    }

    /// <summary>The mean cross-entropy of a batch [nat] and its gradient, for tests and other optimizers.</summary>
    /// <param name="batch">Indices of images.</param>
    /// <returns>∂loss/∂parameters of each layer: [(inputs + 1) × outputs], row-major, the bias last.</returns>
    public static (double Loss, double[][] Gradient) LossAndGradient(DenseNetwork network, LabelledImages images, ReadOnlySpan<int> batch)
    {
        var training = new DenseNetworkTraining(images, [.. network.Sizes], [.. network.Layers.Select(l => l.ToMatrix().Values.ToArray())]);
        var loss = training.AddGradients(images, batch) / batch.Length;
        foreach (var layer in training.gradient)
        {
            foreach (ref var g in layer.AsSpan())
                g /= batch.Length;
        }

        return (loss, training.gradient);
    }

    /// <summary>Adds the gradient of each image of a batch and returns the sum of their losses.</summary>
    private double AddGradients(LabelledImages images, ReadOnlySpan<int> batch)
    {
        var loss = 0.0;
        foreach (var image in batch)
        {
            var pixels = images.Pixels.Slice(image * images.Features, images.Features);
            for (var i = 0; i < pixels.Length; i++)
                inputs[0][i] = inputOf[pixels[i]];
            loss += Forward(images.Labels[image]);
            Backward();
        }

        return loss;
    }

    /// <summary>Fills the inputs of all layers and the last layer's δ; returns −ln p of the label.</summary>
    private double Forward(int label)
    {
        for (var l = 0; l < parameters.Length; l++)
        {
            var y = inputs[l + 1].AsSpan();
            Bias(parameters[l], sizes[l + 1]).CopyTo(y);
            AddProduct(inputs[l], parameters[l], y);
            if (l < parameters.Length - 1)
                DenseNetwork.Activate(y);
        }

        var δ = deltas[^1];
        inputs[^1].CopyTo(δ, 0);
        var logProbability = Softmax.ToLogProbability(δ, label);
        δ[label] -= 1;
        return -logProbability;
    }

    private void Backward()
    {
        for (var l = parameters.Length - 1; l >= 0; l--)
        {
            ReadOnlySpan<double> δ = deltas[l];
            AddOuterProduct(inputs[l], δ, gradient[l]);
            Softmax.AddScaled(1, δ, Bias(gradient[l], δ.Length));
            if (l == 0)
                return;
            for (var i = 0; i < sizes[l]; i++)
            {
                var row = parameters[l].AsSpan(i * δ.Length, δ.Length);
                var sum = 0.0;
                for (var k = 0; k < row.Length; k++)
                    sum += row[k] * δ[k];
                var x = inputs[l][i];
                deltas[l - 1][i] = sum * x * (1 - x);
            }
        }
    }

    /// <summary>One step against the sum of gradients, which is then zero again.</summary>
    private void Descend(double rate)
    {
        for (var l = 0; l < parameters.Length; l++)
        {
            Softmax.AddScaled(-rate, gradient[l], parameters[l]);
            Array.Clear(gradient[l]);
        }
    }

    private DenseNetwork ToNetwork() => new([.. parameters.Select((p, l) =>
        new DenseLayer(sizes[l], sizes[l + 1], p.AsSpan(0, sizes[l] * sizes[l + 1]), Bias(p, sizes[l + 1])))]);

    private static Span<double> Bias(double[] layer, int outputs) => layer.AsSpan(layer.Length - outputs);

    /// <summary>y += Wᵀx.</summary>
    private static void AddProduct(ReadOnlySpan<double> x, ReadOnlySpan<double> weights, Span<double> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            if (x[i] != 0)
                Softmax.AddScaled(x[i], weights.Slice(i * y.Length, y.Length), y);
        }
    }

    /// <summary>G += x δᵀ.</summary>
    private static void AddOuterProduct(ReadOnlySpan<double> x, ReadOnlySpan<double> δ, Span<double> sum)
    {
        for (var i = 0; i < x.Length; i++)
        {
            if (x[i] != 0)
                Softmax.AddScaled(x[i], δ, sum.Slice(i * δ.Length, δ.Length));
        }
    }
}
