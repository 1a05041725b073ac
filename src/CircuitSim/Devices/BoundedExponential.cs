namespace CircuitSim.Devices;

/// <summary>e^u that goes on as a straight line above u = 100, where no device works but an iteration may pass.</summary>
internal static class BoundedExponential
{
    private const double Bend = 100;

    public static double Value(double u) => u <= Bend ? Math.Exp(u) : Math.Exp(Bend) * (1 + u - Bend);

    public static double Slope(double u) => Math.Exp(Math.Min(u, Bend));

    /// <summary>sinh u, made of the two.</summary>
    public static double Sinh(double u) => Math.Abs(u) < 1 ? Math.Sinh(u) : 0.5 * (Value(u) - Value(-u));

    public static double SinhSlope(double u) => 0.5 * (Slope(u) + Slope(-u));
}
