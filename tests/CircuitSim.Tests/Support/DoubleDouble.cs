namespace CircuitSim.Tests.Support;

/// <summary>
/// An unevaluated sum of two doubles: about 31 digits (Dekker, 1971; Hida, Li and Bailey, 2001). Enough for an oracle that
/// may lose half of its digits and still judge double precision.
/// </summary>
public readonly struct DoubleDouble
{
    private readonly double high, low;

    private DoubleDouble(double high, double low)
    {
        this.high = high;
        this.low = low;
    }

    public static implicit operator DoubleDouble(double x) => new(x, 0);

    public static explicit operator double(DoubleDouble x) => x.high + x.low;

    public static DoubleDouble operator -(DoubleDouble x) => new(-x.high, -x.low);

    public static DoubleDouble operator +(DoubleDouble x, DoubleDouble y)
    {
        var (sum, error) = TwoSum(x.high, y.high);
        var (lowSum, lowError) = TwoSum(x.low, y.low);
        (sum, error) = QuickTwoSum(sum, error + lowSum);
        (sum, error) = QuickTwoSum(sum, error + lowError);
        return new(sum, error);
    }

    public static DoubleDouble operator -(DoubleDouble x, DoubleDouble y) => x + -y;

    public static DoubleDouble operator *(DoubleDouble x, DoubleDouble y)
    {
        var product = x.high * y.high;
        var error = Math.FusedMultiplyAdd(x.high, y.high, -product) + (x.high * y.low + x.low * y.high);
        var (high, low) = QuickTwoSum(product, error);
        return new(high, low);
    }

    public static DoubleDouble operator /(DoubleDouble x, DoubleDouble y)
    {
        // Long division, three digits of base 2⁵³.
        var first = x.high / y.high;
        var rest = x - y * first;
        var second = rest.high / y.high;
        rest -= y * second;
        var (high, low) = QuickTwoSum(first, second);
        return new DoubleDouble(high, low) + rest.high / y.high;
    }

    private static (double Sum, double Error) TwoSum(double a, double b)
    {
        var sum = a + b;
        var part = sum - a;
        return (sum, (a - (sum - part)) + (b - part));
    }

    /// <summary>For |a| ≥ |b|.</summary>
    private static (double Sum, double Error) QuickTwoSum(double a, double b)
    {
        var sum = a + b;
        return (sum, b - (sum - a));
    }
}
