namespace CircuitSim.Devices;

/// <summary>i = a · sinh(b v), the usual law of a tunnelling gap: a cell without state whose current grows faster than its voltage.</summary>
public readonly struct HyperbolicSineCell : ICell
{
    /// <param name="a">a [A].</param>
    /// <param name="b">b [1/V].</param>
    /// <exception cref="InvalidParameterException">a or b is not above zero.</exception>
    public HyperbolicSineCell(double a, double b)
    {
        A = InvalidParameterException.RequirePositive(a, "A");
        B = InvalidParameterException.RequirePositive(b, "1/V");
    }

    /// <summary>a [A].</summary>
    public double A { get; }

    /// <summary>b [1/V].</summary>
    public double B { get; }

    public double Current(double v, double w) => A * Math.Sinh(B * v);

    public double Conductance(double v, double w) => A * B * Math.Cosh(B * v);
}
