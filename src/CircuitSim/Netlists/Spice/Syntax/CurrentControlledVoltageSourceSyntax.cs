using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>H: <c>Hname n+ n- Vname value</c>.</summary>
internal sealed class CurrentControlledVoltageSourceSyntax : ElementSyntax<CurrentControlledVoltageSource>
{
    public override char Letter => 'H';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (positive, negative) = (cursor.Node(), cursor.Node());
        ControlledSourceLaw.Refuse(cursor, name, "POLY");
        return new CurrentControlledVoltageSource(
            name, positive, negative, cursor.Word("the controlling voltage source"), cursor.Value("the transresistance"));
    }

    protected override string Write(CurrentControlledVoltageSource element, ElementText text) =>
        $"{text.Head(element)} {text.Branch(element.Control)} {ElementText.Value(element.Transresistance)}";
}
