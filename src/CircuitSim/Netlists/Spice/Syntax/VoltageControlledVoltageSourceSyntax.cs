using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>E: <c>Ename n+ n- nc+ nc- gain</c>, or a law (<see cref="ControlledSourceLaw"/>).</summary>
internal sealed class VoltageControlledVoltageSourceSyntax : ElementSyntax<VoltageControlledVoltageSource>
{
    public override char Letter => 'E';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (positive, negative) = ElementKeys.Nodes(cursor);
        if (ControlledSourceLaw.Read(cursor, name, positive, negative, BehavioralQuantity.Voltage, byCurrent: false) is { } law)
            return law;
        var control = ControlledSourceLaw.ReadControl(cursor);
        return ControlledSourceLaw.ReadGain(cursor, name, positive, negative, BehavioralQuantity.Voltage, control,
            gain => new VoltageControlledVoltageSource(name, positive, negative, control.Positive, control.Negative, gain));
    }

    protected override string Write(VoltageControlledVoltageSource element, ElementText text) =>
        $"{text.Head(element)} {ElementText.Value(element.Gain)}";
}
