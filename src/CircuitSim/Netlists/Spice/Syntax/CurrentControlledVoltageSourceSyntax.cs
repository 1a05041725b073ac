using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>H: <c>Hname n+ n- Vname value</c>, or a law (<see cref="ControlledSourceLaw"/>).</summary>
internal sealed class CurrentControlledVoltageSourceSyntax : ElementSyntax<CurrentControlledVoltageSource>
{
    public override char Letter => 'H';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (positive, negative) = ElementKeys.Nodes(cursor);
        if (ControlledSourceLaw.Read(cursor, name, positive, negative, BehavioralQuantity.Voltage, byCurrent: true) is { } law)
            return law;
        var control = cursor.Word("the controlling voltage source");
        return ControlledSourceLaw.ReadGain(cursor, name, positive, negative, BehavioralQuantity.Voltage, new BranchCurrentExpression(control),
            gain => new CurrentControlledVoltageSource(name, positive, negative, control, gain));
    }

    protected override string Write(CurrentControlledVoltageSource element, ElementText text) =>
        $"{text.Head(element)} {text.Branch(element.Control)} {ElementText.Value(element.Transresistance)}";
}
