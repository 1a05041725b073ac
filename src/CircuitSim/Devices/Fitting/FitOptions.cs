namespace CircuitSim.Devices.Fitting;

/// <summary>How a fit weighs and searches.</summary>
public sealed record FitOptions
{
    /// <summary>
    /// Whether residuals are ln(model/measured), so that every decade of the current counts alike; otherwise they are (model −
    /// measured) over the largest current of the measurement.
    /// </summary>
    public bool IsLogarithmic { get; init; } = true;

    public ulong Seed { get; init; } = 1;

    /// <summary>How many of the best random starts are followed.</summary>
    public int Starts { get; init; } = 8;

    /// <summary>Parameters that keep a value; w0, a state [m], is that in which every measurement begins.</summary>
    public IReadOnlyDictionary<string, double> Fixed { get; init; } = new Dictionary<string, double>();

    /// <summary>Bounds in place of those that the data suggest, with the signs of the card.</summary>
    public IReadOnlyDictionary<string, (double Low, double High)> Bounds { get; init; } = new Dictionary<string, (double, double)>();

    /// <summary>Values by key to begin at, besides the random starts; null: none.</summary>
    public IReadOnlyDictionary<string, double>? Begin { get; init; }
}
