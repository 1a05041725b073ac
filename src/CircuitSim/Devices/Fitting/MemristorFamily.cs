namespace CircuitSim.Devices.Fitting;

/// <summary>A memristor model as a fit sees it: its parameters, and the model that they give.</summary>
public abstract class MemristorFamily
{
    /// <summary>Those of the device that a fit may choose, in the order of every vector of them.</summary>
    public abstract IReadOnlyList<FitParameter> Parameters { get; }

    /// <summary>Whether a positive voltage moves the state to the LRS.</summary>
    public abstract bool PositiveSets { get; }

    /// <summary>Whether the window holds a state at a limit for ever, so that nothing can start there.</summary>
    public abstract bool HoldsAtLimits { get; }

    /// <summary>Values of the parameters, as the card has them, from the coordinates in which the fit moves.</summary>
    public abstract double[] Values(ReadOnlySpan<double> coordinates);

    /// <summary>Coordinates of values, the inverse of <see cref="Values"/>.</summary>
    public abstract double[] Coordinates(ReadOnlySpan<double> values);

    /// <summary>The model of some values; null where they give none.</summary>
    public abstract IMemristorModel? Model(ReadOnlySpan<double> values);

    /// <summary>Which direction of the state a parameter belongs to: 1 towards the HRS, −1 towards the LRS, 0 neither or both.</summary>
    public abstract int Direction(string key);
}
