namespace CircuitSim.Emulation.Training;

/// <summary>How a network descends: stochastic gradient descent with momentum, its rate falling by a factor each epoch.</summary>
public sealed record DescentOptions
{
    /// <summary>Times that each sample is seen.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Samples per step; the last step of an epoch takes what is left.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Step along the mean gradient of a batch.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>What remains of a step's velocity in the next one.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>The learning rate of an epoch over that of the epoch before.</summary>
    public double Decay { get; init; } = 1;

    /// <summary>Largest norm of a step's whole gradient, which is scaled down to it: recurrent layers need it (Pascanu et al., 2013, algorithm 1). Null for none.</summary>
    public double? GradientLimit { get; init; }

    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public DescentOptions Validated()
    {
        InvalidParameterException.RequireAtLeast(Epochs, 0);
        InvalidParameterException.RequireAtLeast(BatchSize, 1);
        InvalidParameterException.RequirePositive(LearningRate, "");
        InvalidParameterException.Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "", "from 0 to below 1");
        InvalidParameterException.Require(Decay is > 0 and <= 1, nameof(Decay), Decay, "", "above 0 and at most 1");
        if (GradientLimit is { } limit)
            InvalidParameterException.RequirePositive(limit, "", nameof(GradientLimit));
        return this;
    }
}
