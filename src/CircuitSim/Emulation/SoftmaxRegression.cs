using CircuitSim.Numerics;

namespace CircuitSim.Emulation;

/// <summary>
/// One dense layer with softmax and cross-entropy: L = −Σ ln p_label / images, p = softmax(Wᵀx + b), trained by
/// plain stochastic gradient descent from Glorot's uniform weights and zero bias. Single-threaded, and every sum
/// over images or inputs runs in index order: vector instructions work across the outputs only, so that their width
/// does not change a bit.
/// </summary>
public static class SoftmaxRegression
{
    private const int MostClasses = 256;

    /// <summary>Trains on all images; the order of the images is drawn anew for each epoch.</summary>
    /// <param name="stream">Children "weights" and "shuffle" (by epoch) are used; nothing is drawn from itself.</param>
    /// <exception cref="InvalidParameterException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two epochs.</exception>
    public static DenseLayer Train(
        LabelledImages images,
        TrainingOptions options,
        RandomStream stream,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options.Validated();
        InvalidParameterException.RequireAtLeast(images.Count, 1);
        var (inputs, outputs) = (images.Features, images.Classes);
        var parameters = Softmax.InitialParameters(inputs, outputs, stream.Child("weights"));
        var gradient = new double[parameters.Length];
        var order = new int[images.Count];
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < order.Length; i++)
                order[i] = i;
            stream.Child("shuffle", epoch).Shuffle<int>(order);

            var loss = 0.0;
            for (var start = 0; start < order.Length; start += options.BatchSize)
            {
                var batch = order.AsSpan(start, Math.Min(options.BatchSize, order.Length - start));
                loss += batch.Length * LossAndGradient(parameters, images, batch, gradient);
                Softmax.AddScaled(-options.LearningRate, gradient, parameters);
            }

            progress?.Report(new TrainingProgress(epoch + 1, options.Epochs, loss / images.Count));
        }

        return new DenseLayer(inputs, outputs, parameters.AsSpan(0, inputs * outputs), parameters.AsSpan(inputs * outputs));
    }

    /// <summary>The mean cross-entropy of a batch [nat] and its gradient.</summary>
    /// <param name="parameters">Weights and, as the last row, the bias: [(features + 1) × classes], row-major.</param>
    /// <param name="batch">Indices of images.</param>
    /// <param name="gradient">Overwritten by ∂loss/∂parameters, same shape.</param>
    public static double LossAndGradient(
        ReadOnlySpan<double> parameters, LabelledImages images, ReadOnlySpan<int> batch, Span<double> gradient)
    {
        var (inputs, outputs) = (images.Features, images.Classes);
        if (parameters.Length != (inputs + 1) * outputs || gradient.Length != parameters.Length || outputs > MostClasses)
            throw InvalidParameterException.WrongShape(nameof(parameters), $"[{parameters.Length}]", $"[{inputs + 1} × {outputs}], at most {MostClasses} classes");
        gradient.Clear();
        Span<double> y = stackalloc double[outputs];
        var loss = 0.0;
        foreach (var image in batch)
        {
            var x = images.Input(image);
            parameters[(inputs * outputs)..].CopyTo(y);
            for (var i = 0; i < x.Length; i++)
            {
                if (x[i] != 0)
                    Softmax.AddScaled(x[i], parameters.Slice(i * outputs, outputs), y);
            }

            loss -= Softmax.ToLogProbability(y, images.Labels[image]);

            // ∂L/∂y_k = p_k − [k = label]
            y[images.Labels[image]] -= 1;
            for (var i = 0; i < x.Length; i++)
            {
                if (x[i] != 0)
                    Softmax.AddScaled(x[i], y, gradient.Slice(i * outputs, outputs));
            }

            Softmax.AddScaled(1, y, gradient[(inputs * outputs)..]);
        }

        foreach (ref var g in gradient)
            g /= batch.Length;
        return loss / batch.Length;
    }
}
