using System.Reflection;

namespace CircuitSim.Netlists.Expressions;

/// <summary>
/// What operations on one or two numbers compute: the interpreter calls it, and compiled programs call the same. A delegate is
/// made when it is first asked for: those of the runtime's own functions are compiled then.
/// </summary>
internal static class OperationFunctions
{
    public static double Of(Operation operation, double a) => OfOne(operation)(a);

    public static double Of(Operation operation, double a, double b) => OfTwo(operation)(a, b);

    public static MethodInfo MethodOf(Operation operation) => operation < Operation.Add ? OfOne(operation).Method : OfTwo(operation).Method;

    private static Func<double, double> OfOne(Operation operation) => operation switch
    {
        Operation.Negate => Scalar.Negate,
        Operation.Not => Scalar.Not,
        Operation.Absolute => Math.Abs,
        Operation.AbsoluteSlope => Scalar.AbsoluteSlope,
        Operation.Sign => Scalar.Sign,
        Operation.Step => Scalar.Step,
        Operation.Ramp => Scalar.Ramp,
        Operation.RampSlope => Scalar.RampSlope,
        Operation.Floor => Math.Floor,
        Operation.Ceiling => Math.Ceiling,
        Operation.Round => Scalar.Round,
        Operation.Truncate => Math.Truncate,
        Operation.SquareRoot => Scalar.SquareRoot,
        Operation.SquareRootSlope => Scalar.SquareRootSlope,
        Operation.Exponential => Scalar.Exponential,
        Operation.ExponentialSlope => Scalar.ExponentialSlope,
        Operation.Logarithm => Scalar.Logarithm,
        Operation.Logarithm10 => Scalar.Logarithm10,
        Operation.Sine => Math.Sin,
        Operation.Cosine => Math.Cos,
        Operation.Tangent => Math.Tan,
        Operation.ArcSine => Math.Asin,
        Operation.ArcCosine => Math.Acos,
        Operation.ArcTangent => Math.Atan,
        Operation.HyperbolicSine => Math.Sinh,
        Operation.HyperbolicCosine => Math.Cosh,
        Operation.HyperbolicTangent => Math.Tanh,
        Operation.AreaSine => Math.Asinh,
        Operation.AreaCosine => Math.Acosh,
        Operation.AreaTangent => Math.Atanh,
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    };

    private static Func<double, double, double> OfTwo(Operation operation) => operation switch
    {
        Operation.Add => Scalar.Add,
        Operation.Subtract => Scalar.Subtract,
        Operation.Multiply => Scalar.Multiply,
        Operation.Divide => Scalar.Divide,
        Operation.Power => Scalar.Power,
        Operation.PowerSlope => Scalar.PowerSlope,
        Operation.SignedPower => Scalar.SignedPower,
        Operation.SignedPowerSlope => Scalar.SignedPowerSlope,
        Operation.ArcTangent2 => Math.Atan2,
        Operation.Minimum => Scalar.Minimum,
        Operation.Maximum => Scalar.Maximum,
        Operation.Less => Scalar.Less,
        Operation.LessOrEqual => Scalar.LessOrEqual,
        Operation.Equal => Scalar.Equal,
        Operation.NotEqual => Scalar.NotEqual,
        Operation.And => Scalar.And,
        Operation.Or => Scalar.Or,
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    };
}
