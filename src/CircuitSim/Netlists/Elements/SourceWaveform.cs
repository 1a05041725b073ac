namespace CircuitSim.Netlists.Elements;

/// <summary>A source's value over time in a transient; values in volt or ampere.</summary>
public abstract record SourceWaveform
{
    /// <summary>Value at time zero, at which a transient finds its operating point; of a flat netlist.</summary>
    public abstract double InitialValue { get; }

    // The generated text would ask for numbers that may not be there yet.
    public sealed override string ToString() => GetType().Name;

    public abstract SourceWaveform Placed(Placement placement);
}
