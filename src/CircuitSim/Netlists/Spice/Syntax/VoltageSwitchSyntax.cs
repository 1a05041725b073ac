using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>S: <c>Sname n+ n- nc+ nc- model [ON|OFF]</c>.</summary>
internal sealed class VoltageSwitchSyntax : ElementSyntax<VoltageSwitch>
{
    public override char Letter => 'S';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var voltageSwitch = new VoltageSwitch(
            name, cursor.Node(), cursor.Node(), cursor.Node("a controlling node"), cursor.Node("a controlling node"), cursor.Name("the model card"));
        return voltageSwitch with { InitiallyOn = ElementKeys.ReadOn(cursor) };
    }

    protected override string Write(VoltageSwitch element, ElementText text) =>
        $"{text.Head(element)} {element.Model} {(element.InitiallyOn ? "ON" : "OFF")}";
}
