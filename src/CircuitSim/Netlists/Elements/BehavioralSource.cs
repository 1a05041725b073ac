using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Elements;

/// <summary>
/// B, or E and G with an expression in place of a gain: a source whose voltage v(positive) − v(negative), or whose current from the positive node through itself to the
/// negative, is an expression of node voltages, branch currents, time and temperature.
/// </summary>
/// <param name="Value">[V] or [A]</param>
public sealed record BehavioralSource(string Name, NodeId Positive, NodeId Negative, BehavioralQuantity Quantity, Expression Value)
    : TwoTerminalElement(Name, Positive, Negative)
{
    /// <summary>Whether flattening put the source there to remember for another one: its node and current are nobody's.</summary>
    public bool IsMemory { get; init; }

    public override char Letter => 'B';

    public override string Kind => "behavioral source";

    public override bool IsLinear => false;

    public override bool HasBranchCurrent => Quantity == BehavioralQuantity.Voltage;

    protected override TwoTerminalElement WithValues(Placement placement) =>
        this with { Value = placement.Expression(Value) };

    /// <summary>Currents in its expression are multiplied already, and it sees those of one.</summary>
    internal override Element Multiplied(double count)
    {
        var one = ExpressionTree.WithLeaves(Value, leaf => leaf is BranchCurrentExpression ? new BinaryExpression(BinaryOperator.Divide, leaf, count) : leaf);
        return this with { Value = Quantity == BehavioralQuantity.Voltage ? one : new BinaryExpression(BinaryOperator.Multiply, count, one) };
    }
}
