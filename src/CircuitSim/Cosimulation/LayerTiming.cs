namespace CircuitSim.Cosimulation;

/// <summary>How a layer is read in time, and what counts as settled. Inputs leave zero at t = 0.</summary>
public sealed record LayerTiming
{
    /// <summary>The standard <see cref="Edge"/> [s].</summary>
    public const double StandardEdge = 0.2e-9;

    /// <summary>When the read ends [s].</summary>
    public required double Stop { get; init; }

    /// <summary>In which inputs go from zero to their values, all at once [s].</summary>
    public double Edge { get; init; } = StandardEdge;

    /// <summary>The longest step; null is Stop/50 [s].</summary>
    public double? LongestStep { get; init; }

    /// <summary>How far a row's voltage may be from its end once it is settled, mostly ½ LSB of a DAC [V].</summary>
    public required double RowTolerance { get; init; }

    /// <summary>Likewise a column's current [A].</summary>
    public required double CurrentTolerance { get; init; }

    /// <summary>Likewise a voltage behind the columns, mostly ½ LSB of the ADC [V].</summary>
    public required double VoltageTolerance { get; init; }

    /// <summary>Returns this if its values are possible.</summary>
    /// <exception cref="InvalidParameterException">Names the value.</exception>
    public LayerTiming Validated()
    {
        InvalidParameterException.RequirePositive(Edge, "s", "edge of the inputs");
        if (!(Stop > Edge && double.IsFinite(Stop)))
            throw InvalidParameterException.OutOfRange("end of the read", Stop, "s", "finite and behind the edge of the inputs");
        InvalidParameterException.RequirePositive(LongestStep ?? Stop, "s", "longest step");
        InvalidParameterException.RequirePositive(RowTolerance, "V", "tolerance of row voltages");
        InvalidParameterException.RequirePositive(CurrentTolerance, "A", "tolerance of column currents");
        InvalidParameterException.RequirePositive(VoltageTolerance, "V", "tolerance of voltages");
        return this;
    }
}
