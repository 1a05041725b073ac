using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>E: <c>Ename n+ n- nc+ nc- gain</c>, or a law (<see cref="ControlledSourceLaw"/>).</summary>
internal sealed class VoltageControlledVoltageSourceSyntax : ElementSyntax<VoltageControlledVoltageSource>
{
    public override char Letter => 'E';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (positive, negative) = (cursor.Node(), cursor.Node());
        if (ControlledSourceLaw.Read(cursor, name, isVoltage: true) is { } law)
            return new BehavioralSource(name, positive, negative, BehavioralQuantity.Voltage, law);
        var control = ControlledSourceLaw.ReadControl(cursor);
        return new VoltageControlledVoltageSource(name, positive, negative, control.Positive, control.Negative, cursor.Value("the gain"));
    }

    protected override string Write(VoltageControlledVoltageSource element, ElementText text) =>
        $"{text.Head(element)} {ElementText.Value(element.Gain)}";
}
