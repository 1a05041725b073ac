namespace CircuitSim.Emulation;

/// <summary>How a network is trained by stochastic gradient descent; the defaults are Camponogara's.</summary>
public sealed record TrainingOptions
{
    /// <summary>Times that each image is seen.</summary>
    public int Epochs { get; init; } = 600;

    /// <summary>Images per step; the last step of an epoch takes what is left.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Step along the mean gradient of a batch.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public TrainingOptions Validated()
    {
        InvalidParameterException.RequireAtLeast(Epochs, 0);
        InvalidParameterException.RequireAtLeast(BatchSize, 1);
        InvalidParameterException.RequirePositive(LearningRate, "");
        return this;
    }
}
