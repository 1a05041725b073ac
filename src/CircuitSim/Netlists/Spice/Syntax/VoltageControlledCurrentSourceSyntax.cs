using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>G: <c>Gname n+ n- nc+ nc- transconductance [m=…]</c>, or a law (<see cref="ControlledSourceLaw"/>).</summary>
internal sealed class VoltageControlledCurrentSourceSyntax : ElementSyntax<VoltageControlledCurrentSource>
{
    public override char Letter => 'G';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (positive, negative) = (cursor.Node(), cursor.Node());
        if (ControlledSourceLaw.Read(cursor, name, isVoltage: false) is { } law)
            return new BehavioralSource(name, positive, negative, BehavioralQuantity.Current, law);
        var control = ControlledSourceLaw.ReadControl(cursor);
        var transconductance = cursor.Value("the transconductance").Times(ElementKeys.ReadMultiplier(cursor, name));
        return new VoltageControlledCurrentSource(name, positive, negative, control.Positive, control.Negative, transconductance);
    }

    protected override string Write(VoltageControlledCurrentSource element, ElementText text) =>
        $"{text.Head(element)} {ElementText.Value(element.Transconductance)}";
}
