using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Results;

/// <summary>
/// The unit of an expression over voltages and currents, as far as a person would name it: v·i is W, v/i is Ω. A plain
/// number takes the unit of what it stands with; where nothing is known, the unit is empty.
/// </summary>
internal static class ExpressionUnit
{
    public static string Of(Expression expression) => expression switch
    {
        NodeVoltageExpression => "V",
        BranchCurrentExpression => "A",
        DeviceStateExpression w => w.Unit,
        PhasorExpression { Part: var part, Quantity: var quantity } => OfPart(part, quantity),
        CallExpression { Arguments: [var argument] } call when PhasorExpression.FindFunction(call.Function) is { } part => OfPart(part, argument),
        NoiseExpression { IsReferredToInput: false } => "V/√Hz",
        TimeExpression => "s",
        TemperatureExpression => "°C",
        UnaryExpression { Operator: UnaryOperator.Minus or UnaryOperator.Plus } unary => Of(unary.Operand),
        ConditionalExpression c => Common(c.WhenTrue, c.WhenFalse),
        BinaryExpression { Operator: BinaryOperator.Add or BinaryOperator.Subtract } sum => Common(sum.Left, sum.Right),
        BinaryExpression { Operator: BinaryOperator.Multiply } product => Product(product.Left, product.Right),
        BinaryExpression { Operator: BinaryOperator.Divide } quotient => Quotient(quotient.Left, quotient.Right),
        CallExpression { Arguments: [var first, var second] } call when call.Function.ToLowerInvariant() is "min" or "max" => Common(first, second),
        _ => "",
    };

    /// <summary>"rad" stands for the unit of phases, whatever it is.</summary>
    private static string OfPart(PhasorPart part, Expression quantity) => part switch
    {
        PhasorPart.Phase => "rad",
        PhasorPart.Decibel => "dB",
        _ => Of(quantity),
    };

    /// <summary>A unit with that of phases as the options have it.</summary>
    public static string Under(SimulatorOptions options, string unit) => options.PhasesInDegrees ? unit.Replace("rad", "°", StringComparison.Ordinal) : unit;

    private static string Common(Expression left, Expression right) => (left, right) switch
    {
        (NumberExpression, _) => Of(right),
        (_, NumberExpression) => Of(left),
        _ => Of(left) == Of(right) ? Of(left) : "",
    };

    private static string Product(Expression left, Expression right) => (left, right) switch
    {
        (NumberExpression, _) => Of(right),
        (_, NumberExpression) => Of(left),
        _ => (Of(left), Of(right)) is ("V", "A") or ("A", "V") ? "W" : "",
    };

    private static string Quotient(Expression left, Expression right) => (Of(left), Of(right)) switch
    {
        (var unit, _) when right is NumberExpression => unit,
        ("V", "A") => "Ω",
        ("A", "V") => "S",
        ("W", "V") => "A",
        ("W", "A") => "V",
        _ => "",
    };
}
