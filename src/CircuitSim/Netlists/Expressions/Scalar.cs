namespace CircuitSim.Netlists.Expressions;

/// <summary>
/// The functions of expressions that <see cref="Math"/> does not have, or has otherwise: what netlists/README.md promises at zero, for
/// negative arguments and far out, so that a Newton iteration which strays there finds its way back.
/// </summary>
internal static class Scalar
{
    /// <summary>What a divisor of zero is taken for, as in ngspice.</summary>
    private const double SmallestDivisor = 1e-32;

    private const double SmallestLogarithmArgument = 1e-300;

    /// <summary>Beyond it exp goes on as a straight line: e^600 still leaves room for products.</summary>
    private const double LargestExponent = 600;

    public static double Divide(double a, double b) => a / (b == 0 ? SmallestDivisor : b);

    public static double SquareRoot(double x) => Math.Sqrt(Math.Abs(x));

    public static double SquareRootSlope(double x) => (x < 0 ? -0.5 : 0.5) / Math.Sqrt(Math.Max(Math.Abs(x), SmallestDivisor));

    public static double Exponential(double x) =>
        x <= LargestExponent ? Math.Exp(x) : Math.Exp(LargestExponent) * (1 + (x - LargestExponent));

    public static double ExponentialSlope(double x) => Math.Exp(Math.Min(x, LargestExponent));

    public static double Logarithm(double x) => Math.Log(Math.Max(Math.Abs(x), SmallestLogarithmArgument));

    public static double Logarithm10(double x) => Math.Log10(Math.Max(Math.Abs(x), SmallestLogarithmArgument));

    /// <summary>x^y; a negative x to a power that is no integer is |x|^y, as the square root has it.</summary>
    public static double Power(double x, double y) =>
        x == 0 && y < 0 ? 1 / SmallestDivisor : Math.Pow(x < 0 && !double.IsInteger(y) ? -x : x, y);

    public static double PowerSlope(double x, double y)
    {
        if (y == 0)
            return 0;
        if (x < 0 && !double.IsInteger(y))
            return -y * Math.Pow(-x, y - 1);
        return y * Power(x, y - 1);
    }

    /// <summary>sgn(x) |x|^y.</summary>
    public static double SignedPower(double x, double y) => x < 0 ? -Power(-x, y) : Power(x, y);

    public static double SignedPowerSlope(double x, double y) => y == 0 ? 0 : y * Power(Math.Abs(x), y - 1);

    /// <summary>0 below zero, 1 above, ½ at zero.</summary>
    public static double Step(double x) => x < 0 ? 0 : x > 0 ? 1 : 0.5;

    public static double Add(double a, double b) => a + b;

    public static double Subtract(double a, double b) => a - b;

    public static double Multiply(double a, double b) => a * b;

    public static double Negate(double x) => -x;

    public static double Not(double x) => x == 0 ? 1 : 0;

    public static double AbsoluteSlope(double x) => x >= 0 ? 1 : -1;

    public static double Ramp(double x) => Math.Max(x, 0);

    public static double RampSlope(double x) => x >= 0 ? 1 : 0;

    public static double Round(double x) => Math.Round(x, MidpointRounding.ToEven);

    public static double Minimum(double a, double b) => a <= b ? a : b;

    public static double Maximum(double a, double b) => a >= b ? a : b;

    public static double Less(double a, double b) => a < b ? 1 : 0;

    public static double LessOrEqual(double a, double b) => a <= b ? 1 : 0;

    public static double Equal(double a, double b) => a == b ? 1 : 0;

    public static double NotEqual(double a, double b) => a != b ? 1 : 0;

    public static double And(double a, double b) => a != 0 && b != 0 ? 1 : 0;

    public static double Or(double a, double b) => a != 0 || b != 0 ? 1 : 0;

    public static double Sign(double x) => x < 0 ? -1 : x > 0 ? 1 : 0;

    /// <summary>Straight lines through (x₀, y₀), (x₁, y₁) …; constant beyond the ends.</summary>
    /// <param name="table">x₀ y₀ x₁ y₁ …, x not decreasing.</param>
    public static double Table(double[] table, double x)
    {
        var k = Segment(table, x);
        if (k < 0)
            return table[1];
        return k == table.Length / 2 - 1
            ? table[^1]
            : table[2 * k + 1] + (x - table[2 * k]) * Slope(table, k);
    }

    /// <summary>At a point of the table the slope to its right.</summary>
    public static double TableSlope(double[] table, double x)
    {
        var k = Segment(table, x);
        return k < 0 || k == table.Length / 2 - 1 ? 0 : Slope(table, k);
    }

    private static double Slope(double[] table, int k) =>
        (table[2 * k + 3] - table[2 * k + 1]) / (table[2 * k + 2] - table[2 * k]);

    /// <summary>The last point that is not right of x; −1 if all are.</summary>
    private static int Segment(double[] table, double x)
    {
        var (low, high) = (-1, table.Length / 2);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (table[2 * middle] <= x)
                low = middle;
            else
                high = middle;
        }

        return low;
    }
}
