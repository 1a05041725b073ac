using CircuitSim.Devices;

namespace CircuitSim.Tests.Support;

/// <summary>i = v / R: a cell without state.</summary>
internal readonly struct OhmicCell : IArrayCell<OhmicCell>
{
    /// <param name="resistance">R [Ω].</param>
    /// <exception cref="InvalidParameterException">R is not above zero.</exception>
    public OhmicCell(double resistance) => Resistance = InvalidParameterException.RequirePositive(resistance, "Ω");

    /// <summary>R [Ω].</summary>
    public double Resistance { get; }

    public double Current(double v, double w) => v / Resistance;

    public double Conductance(double v, double w) => 1 / Resistance;

    public (double Current, double Conductance) Linearize(double v, double w) => (v / Resistance, 1 / Resistance);
}
