namespace CircuitSim.Programming;

/// <summary>What a write must do to its cell, and may do to the others.</summary>
public sealed record WriteRequirement
{
    /// <summary>Between the edges [s].</summary>
    public double Width { get; init; } = 10e-9;

    /// <summary>Length of each edge [s].</summary>
    public double Edge { get; init; } = 0.1e-9;

    /// <summary>How far from one end of its range to the other the written state must come, above 0 and at most 1.</summary>
    public double Switched { get; init; } = 0.9;

    /// <summary>Writes of other cells that a cell must bear.</summary>
    public int Writes { get; init; } = 1000;

    /// <summary>How far these may move its state in all, as a part of the range.</summary>
    public double Tolerance { get; init; } = 0.05;

    /// <summary>Amplitudes above are not looked at [V].</summary>
    public double LargestAmplitude { get; init; } = 10;

    /// <exception cref="InvalidParameterException">Names the value that cannot be.</exception>
    public WriteRequirement Validated()
    {
        InvalidParameterException.RequirePositive(Width, "s", "width");
        InvalidParameterException.RequirePositive(Edge, "s", "edge");
        InvalidParameterException.RequirePositive(LargestAmplitude, "V", "largest amplitude");
        InvalidParameterException.RequireAtLeast(Writes, 1, "writes");
        if (!(Switched is > 0 and <= 1))
            throw InvalidParameterException.OutOfRange("switched", Switched, "", "above 0 and at most 1");
        if (!(Tolerance is > 0 and < 1))
            throw InvalidParameterException.OutOfRange("tolerance", Tolerance, "", "above 0 and below 1");
        return this;
    }
}
