namespace CircuitSim.Netlists.Expressions;

/// <summary>One step of a program; operands are results of earlier steps. Slopes are derivatives by the first operand.</summary>
internal enum Operation
{
    Constant, Control, Time, Temperature,

    // Of one number.
    Negate, Not, Absolute, AbsoluteSlope, Sign, Step, Ramp, RampSlope, Floor, Ceiling, Round, Truncate, SquareRoot, SquareRootSlope,
    Exponential, ExponentialSlope, Logarithm, Logarithm10, Sine, Cosine, Tangent, ArcSine, ArcCosine, ArcTangent,
    HyperbolicSine, HyperbolicCosine, HyperbolicTangent, AreaSine, AreaCosine, AreaTangent,

    // Of two.
    Add, Subtract, Multiply, Divide, Power, PowerSlope, SignedPower, SignedPowerSlope, ArcTangent2, Minimum, Maximum,
    Less, LessOrEqual, Equal, NotEqual, And, Or,

    Select, Table, TableSlope,
}
