namespace CircuitSim.Devices.Fitting;

/// <summary>A parameter that a fit may choose. Inside the fit it is a coordinate: the logarithm of its magnitude, or the magnitude itself.</summary>
/// <param name="Key">As the card calls it.</param>
/// <param name="Unit">Of its value.</param>
/// <param name="IsLogarithmic">Whether its coordinate is a logarithm; its standard error is then one of the logarithm, a part of the value.</param>
/// <param name="Least">Lower bound of the coordinate.</param>
/// <param name="Greatest">Upper bound of the coordinate.</param>
/// <param name="From">Random starts lie from here …</param>
/// <param name="To">… to here.</param>
/// <param name="Resolution">A standard error of the coordinate from which on the data do not determine it.</param>
public sealed record FitParameter(
    string Key, string Unit, bool IsLogarithmic, double Least, double Greatest, double From, double To, double Resolution)
{
    public double Coordinate(double value) => IsLogarithmic ? Math.Log(Math.Abs(value)) : Math.Abs(value);

    /// <summary>With its sign where <paramref name="sign"/> is −1.</summary>
    public double Value(double coordinate, int sign) => sign * (IsLogarithmic ? Math.Exp(coordinate) : coordinate);

    /// <summary>Between other bounds, each a magnitude.</summary>
    public FitParameter Within(double low, double high) =>
        this with { Least = Coordinate(low), Greatest = Coordinate(high), From = Math.Max(From, Coordinate(low)), To = Math.Min(To, Coordinate(high)) };
}
