namespace CircuitSim.Periphery.Converters;

/// <summary>What a <see cref="RampConverter"/> is made of.</summary>
public sealed record RampDesign
{
    public const int MostBits = 14;

    public required int Bits { get; init; }

    /// <summary>Where the ramp starts [V].</summary>
    public double Lowest { get; init; }

    /// <summary>By which the ramp rises in 2^Bits periods [V].</summary>
    public required double Range { get; init; }

    /// <summary>Of the clock that is counted [s].</summary>
    public double ClockPeriod { get; init; } = 10e-9;

    /// <summary>Across which a constant current makes the ramp [F].</summary>
    public double Capacitance { get; init; } = 1e-12;

    /// <summary>Of that current, relative: a gain error of the opposite sign.</summary>
    public double CurrentError { get; init; }

    /// <summary>Output resistance of its source, which bends the ramp; null: none [Ω].</summary>
    public double? SourceResistance { get; init; }

    /// <summary>Of the switch that resets the ramp [Ω].</summary>
    public double SwitchResistance { get; init; } = 1e3;

    /// <summary>Added to the comparator's input: raises all transitions by as much [V].</summary>
    public double ComparatorOffset { get; init; }

    /// <summary>From the crossing to the comparator's flip, half the swing of a low-pass: lowers all transitions by slope times delay [s].</summary>
    public double ComparatorDelay { get; init; }
}
