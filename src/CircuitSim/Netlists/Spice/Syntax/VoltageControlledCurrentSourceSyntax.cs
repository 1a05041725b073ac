using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>G: <c>Gname n+ n- nc+ nc- transconductance [m=…]</c>, or a law (<see cref="ControlledSourceLaw"/>).</summary>
internal sealed class VoltageControlledCurrentSourceSyntax : ElementSyntax<VoltageControlledCurrentSource>
{
    public override char Letter => 'G';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (positive, negative) = ElementKeys.Nodes(cursor);
        if (ControlledSourceLaw.Read(cursor, name, positive, negative, BehavioralQuantity.Current, byCurrent: false) is { } law)
            return law;
        var control = ControlledSourceLaw.ReadControl(cursor);
        return ControlledSourceLaw.ReadGain(cursor, name, positive, negative, BehavioralQuantity.Current, control,
            transconductance => new VoltageControlledCurrentSource(name, positive, negative, control.Positive, control.Negative, transconductance));
    }

    protected override string Write(VoltageControlledCurrentSource element, ElementText text) =>
        $"{text.Head(element)} {ElementText.Value(element.Transconductance)}";
}
