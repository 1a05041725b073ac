namespace CircuitSim.Devices.Fitting;

/// <summary>What a fit found of one parameter.</summary>
/// <param name="Key">As the card calls it; "start of FILE" for the resistance in which a measurement begins.</param>
/// <param name="Value">With its sign.</param>
/// <param name="StandardError">In the unit of the value; null where it was not free, or is not determined.</param>
/// <param name="IsLogarithmic">Whether the error is that of the logarithm times the value.</param>
/// <param name="IsFixed">Whether it was given.</param>
/// <param name="Reason">Why the data do not determine it, in words; null where they do.</param>
public sealed record FittedParameter(string Key, string Unit, double Value, double? StandardError, bool IsLogarithmic, bool IsFixed, string? Reason)
{
    public bool IsDetermined => !IsFixed && Reason is null;
}
