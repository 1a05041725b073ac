namespace CircuitSim.Netlists.Elements;

/// <summary>A source's value over time in a transient; values in volt or ampere.</summary>
public abstract record SourceWaveform
{
    /// <summary>Value at time zero, at which a transient finds its operating point; of a flat netlist.</summary>
    public abstract double InitialValue { get; }

    /// <summary>At twenty points a period the trapezoidal rule has a reactance right to (2π/20)²/12, less than one in a hundred.</summary>
    private protected const int PointsPerPeriod = 20;

    /// <summary>The longest step of a transient that sees every swing; infinite if nothing swings [s].</summary>
    internal virtual double LongestStep(double stop) => double.PositiveInfinity;

    /// <summary>What messages call what it does.</summary>
    internal virtual string Swing => "sine";

    // The generated text would ask for numbers that may not be there yet.
    public sealed override string ToString() => GetType().Name;

    /// <summary>Refuses values that the waveform cannot have; of a flat netlist.</summary>
    /// <param name="unit">Of the source.</param>
    /// <exception cref="NetlistException">Names the source, the value and what it has to be.</exception>
    internal abstract void CheckValues(Element source, string unit);

    /// <summary>So many times the same; of a flat netlist.</summary>
    internal abstract SourceWaveform Times(double count);

    public abstract SourceWaveform Placed(Placement placement);
}
