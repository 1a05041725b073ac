using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Elements;

/// <summary>
/// B, E or G with LAPLACE: a source whose voltage or current is a transfer function in s of an expression. In a flat netlist the
/// capacitors and sources of its states stand in its place (<see cref="Flattening.StateSpace"/>).
/// </summary>
/// <param name="Input">[V] or [A]</param>
/// <param name="Transfer">A quotient of polynomials in s [1/s].</param>
public sealed record LaplaceSource(string Name, NodeId Positive, NodeId Negative, BehavioralQuantity Quantity, Expression Input, Expression Transfer)
    : TwoTerminalElement(Name, Positive, Negative)
{
    public override char Letter => 'B';

    public override string Kind => "source with a transfer function";

    public override bool HasBranchCurrent => Quantity == BehavioralQuantity.Voltage;

    protected override TwoTerminalElement WithValues(Placement placement) =>
        this with { Input = placement.Expression(Input), Transfer = placement.Expression(Transfer) };
}
