using System.Reflection;

namespace CircuitSim.Netlists.Expressions;

/// <summary>What operations on one or two numbers compute: the interpreter calls it, and compiled programs call the same.</summary>
internal static class OperationFunctions
{
    private static readonly Func<double, double>?[] OfOne = ByOperation(new Dictionary<Operation, Func<double, double>>
    {
        [Operation.Negate] = Scalar.Negate, [Operation.Not] = Scalar.Not, [Operation.Absolute] = Math.Abs, [Operation.AbsoluteSlope] = Scalar.AbsoluteSlope,
        [Operation.Sign] = Scalar.Sign, [Operation.Step] = Scalar.Step, [Operation.Ramp] = Scalar.Ramp, [Operation.RampSlope] = Scalar.RampSlope,
        [Operation.Floor] = Math.Floor, [Operation.Ceiling] = Math.Ceiling, [Operation.Round] = Scalar.Round, [Operation.Truncate] = Math.Truncate,
        [Operation.SquareRoot] = Scalar.SquareRoot, [Operation.SquareRootSlope] = Scalar.SquareRootSlope,
        [Operation.Exponential] = Scalar.Exponential, [Operation.ExponentialSlope] = Scalar.ExponentialSlope,
        [Operation.Logarithm] = Scalar.Logarithm, [Operation.Logarithm10] = Scalar.Logarithm10,
        [Operation.Sine] = Math.Sin, [Operation.Cosine] = Math.Cos, [Operation.Tangent] = Math.Tan,
        [Operation.ArcSine] = Math.Asin, [Operation.ArcCosine] = Math.Acos, [Operation.ArcTangent] = Math.Atan,
        [Operation.HyperbolicSine] = Math.Sinh, [Operation.HyperbolicCosine] = Math.Cosh, [Operation.HyperbolicTangent] = Math.Tanh,
        [Operation.AreaSine] = Math.Asinh, [Operation.AreaCosine] = Math.Acosh, [Operation.AreaTangent] = Math.Atanh,
    });

    private static readonly Func<double, double, double>?[] OfTwo = ByOperation(new Dictionary<Operation, Func<double, double, double>>
    {
        [Operation.Add] = Scalar.Add, [Operation.Subtract] = Scalar.Subtract, [Operation.Multiply] = Scalar.Multiply, [Operation.Divide] = Scalar.Divide,
        [Operation.Power] = Scalar.Power, [Operation.PowerSlope] = Scalar.PowerSlope,
        [Operation.SignedPower] = Scalar.SignedPower, [Operation.SignedPowerSlope] = Scalar.SignedPowerSlope,
        [Operation.ArcTangent2] = Math.Atan2, [Operation.Minimum] = Scalar.Minimum, [Operation.Maximum] = Scalar.Maximum,
        [Operation.Less] = Scalar.Less, [Operation.LessOrEqual] = Scalar.LessOrEqual, [Operation.Equal] = Scalar.Equal, [Operation.NotEqual] = Scalar.NotEqual,
        [Operation.And] = Scalar.And, [Operation.Or] = Scalar.Or,
    });

    public static double Of(Operation operation, double a) => OfOne[(int)operation]!(a);

    public static double Of(Operation operation, double a, double b) => OfTwo[(int)operation]!(a, b);

    public static MethodInfo MethodOf(Operation operation) => ((Delegate?)OfOne[(int)operation] ?? OfTwo[(int)operation]!).Method;

    private static T?[] ByOperation<T>(Dictionary<Operation, T> functions) =>
        [.. Enum.GetValues<Operation>().Select(functions.GetValueOrDefault)];
}
