using System.Reflection;

namespace CircuitSim.Netlists.Expressions;

/// <summary>What operations on one or two numbers compute: the interpreter calls it, and compiled programs call the same. Without a dictionary, which the runtime would compile at the start.</summary>
internal static class OperationFunctions
{
    private static readonly Func<double, double>?[] OfOne = Functions<Func<double, double>>(f =>
    {
        f[(int)Operation.Negate] = Scalar.Negate;
        f[(int)Operation.Not] = Scalar.Not;
        f[(int)Operation.Absolute] = Math.Abs;
        f[(int)Operation.AbsoluteSlope] = Scalar.AbsoluteSlope;
        f[(int)Operation.Sign] = Scalar.Sign;
        f[(int)Operation.Step] = Scalar.Step;
        f[(int)Operation.Ramp] = Scalar.Ramp;
        f[(int)Operation.RampSlope] = Scalar.RampSlope;
        f[(int)Operation.Floor] = Math.Floor;
        f[(int)Operation.Ceiling] = Math.Ceiling;
        f[(int)Operation.Round] = Scalar.Round;
        f[(int)Operation.Truncate] = Math.Truncate;
        f[(int)Operation.SquareRoot] = Scalar.SquareRoot;
        f[(int)Operation.SquareRootSlope] = Scalar.SquareRootSlope;
        f[(int)Operation.Exponential] = Scalar.Exponential;
        f[(int)Operation.ExponentialSlope] = Scalar.ExponentialSlope;
        f[(int)Operation.Logarithm] = Scalar.Logarithm;
        f[(int)Operation.Logarithm10] = Scalar.Logarithm10;
        f[(int)Operation.Sine] = Math.Sin;
        f[(int)Operation.Cosine] = Math.Cos;
        f[(int)Operation.Tangent] = Math.Tan;
        f[(int)Operation.ArcSine] = Math.Asin;
        f[(int)Operation.ArcCosine] = Math.Acos;
        f[(int)Operation.ArcTangent] = Math.Atan;
        f[(int)Operation.HyperbolicSine] = Math.Sinh;
        f[(int)Operation.HyperbolicCosine] = Math.Cosh;
        f[(int)Operation.HyperbolicTangent] = Math.Tanh;
        f[(int)Operation.AreaSine] = Math.Asinh;
        f[(int)Operation.AreaCosine] = Math.Acosh;
        f[(int)Operation.AreaTangent] = Math.Atanh;
    });

    private static readonly Func<double, double, double>?[] OfTwo = Functions<Func<double, double, double>>(f =>
    {
        f[(int)Operation.Add] = Scalar.Add;
        f[(int)Operation.Subtract] = Scalar.Subtract;
        f[(int)Operation.Multiply] = Scalar.Multiply;
        f[(int)Operation.Divide] = Scalar.Divide;
        f[(int)Operation.Power] = Scalar.Power;
        f[(int)Operation.PowerSlope] = Scalar.PowerSlope;
        f[(int)Operation.SignedPower] = Scalar.SignedPower;
        f[(int)Operation.SignedPowerSlope] = Scalar.SignedPowerSlope;
        f[(int)Operation.ArcTangent2] = Math.Atan2;
        f[(int)Operation.Minimum] = Scalar.Minimum;
        f[(int)Operation.Maximum] = Scalar.Maximum;
        f[(int)Operation.Less] = Scalar.Less;
        f[(int)Operation.LessOrEqual] = Scalar.LessOrEqual;
        f[(int)Operation.Equal] = Scalar.Equal;
        f[(int)Operation.NotEqual] = Scalar.NotEqual;
        f[(int)Operation.And] = Scalar.And;
        f[(int)Operation.Or] = Scalar.Or;
    });

    public static double Of(Operation operation, double a) => OfOne[(int)operation]!(a);

    public static double Of(Operation operation, double a, double b) => OfTwo[(int)operation]!(a, b);

    public static MethodInfo MethodOf(Operation operation) => ((Delegate?)OfOne[(int)operation] ?? OfTwo[(int)operation]!).Method;

    private static T?[] Functions<T>(Action<T?[]> set)
        where T : Delegate
    {
        var functions = new T?[(int)Operation.TableSlope + 1];
        set(functions);
        return functions;
    }
}
