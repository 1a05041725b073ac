namespace CircuitSim.Periphery.Converters;

/// <summary>Against which straight line a transfer is judged.</summary>
public enum LinearityLine
{
    /// <summary>Through its first and last point.</summary>
    EndPoint,

    /// <summary>Of least squares.</summary>
    BestFit,
}
