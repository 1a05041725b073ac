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

    public (double Current, double Conductance) Linearize(double v, double w)
    {
        var x = B * v;
        var e = Math.Exp(x);
        var inverse = 1 / e;
        // Near zero the two exponentials cancel.
        var sinh = Math.Abs(x) < 0.25 ? Math.Sinh(x) : 0.5 * (e - inverse);
        return (A * sinh, A * B * 0.5 * (e + inverse));
    }
}
