using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>F: <c>Fname n+ n- Vname value [m=…]</c>.</summary>
internal sealed class CurrentControlledCurrentSourceSyntax : ElementSyntax<CurrentControlledCurrentSource>
{
    public override char Letter => 'F';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (positive, negative) = (cursor.Node(), cursor.Node());
        ControlledSourceLaw.Refuse(cursor, name, "POLY");
        return new CurrentControlledCurrentSource(
            name, positive, negative, cursor.Word("the controlling voltage source"), cursor.Value("the gain").Times(ElementKeys.ReadMultiplier(cursor, name)));
    }

    protected override string Write(CurrentControlledCurrentSource element, ElementText text) =>
        $"{text.Head(element)} {text.Branch(element.Control)} {ElementText.Value(element.Gain)}";
}
