using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>F: <c>Fname n+ n- Vname value [m=…]</c>, or a law (<see cref="ControlledSourceLaw"/>).</summary>
internal sealed class CurrentControlledCurrentSourceSyntax : ElementSyntax<CurrentControlledCurrentSource>
{
    public override char Letter => 'F';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (positive, negative) = ElementKeys.Nodes(cursor);
        if (ControlledSourceLaw.Read(cursor, name, positive, negative, BehavioralQuantity.Current, byCurrent: true) is { } law)
            return law;
        var control = cursor.Word("the controlling voltage source");
        return ControlledSourceLaw.ReadGain(cursor, name, positive, negative, BehavioralQuantity.Current, new BranchCurrentExpression(control),
            gain => new CurrentControlledCurrentSource(name, positive, negative, control, gain));
    }

    protected override string Write(CurrentControlledCurrentSource element, ElementText text) =>
        $"{text.Head(element)} {text.Branch(element.Control)} {ElementText.Value(element.Gain)}";
}
