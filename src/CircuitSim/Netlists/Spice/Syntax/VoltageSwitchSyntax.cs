using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>S: <c>Sname n+ n- nc+ nc- model [ON|OFF]</c>, or as Xyce has it <c>Sname n+ n- model [ON|OFF] control={…}</c>, whose control is the voltage of a source of its own.</summary>
internal sealed class VoltageSwitchSyntax : ElementSyntax<VoltageSwitch>
{
    public override char Letter => 'S';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (positive, negative) = (cursor.Node(), cursor.Node());
        if (!HasControl(cursor))
        {
            var voltageSwitch = new VoltageSwitch(name, positive, negative, cursor.Node("a controlling node"), cursor.Node("a controlling node"), cursor.Name("the model card"));
            return voltageSwitch with { InitiallyOn = ElementKeys.ReadOn(cursor) };
        }

        var control = new NodeId($"{name}_control!");
        var (card, isOn) = (cursor.Name("the model card"), ElementKeys.ReadOn(cursor));
        cursor.Key();
        cursor.Companions.Add(new BehavioralSource($"B{name}_control", control, NodeId.Ground, BehavioralQuantity.Voltage, cursor.RestOfExpression()) { Place = place });
        return new VoltageSwitch(name, positive, negative, control, NodeId.Ground, card, isOn | ElementKeys.ReadOn(cursor));
    }

    private static bool HasControl(SpiceCursor cursor)
    {
        var start = cursor.Position;
        while (!cursor.AtEnd && cursor.NextKey() is null)
            cursor.SkipWord();
        var hasControl = cursor.NextKey()?.Equals("control", StringComparison.OrdinalIgnoreCase) == true;
        cursor.Position = start;
        return hasControl;
    }

    protected override string Write(VoltageSwitch element, ElementText text) =>
        $"{text.Head(element)} {element.Model} {(element.InitiallyOn ? "ON" : "OFF")}";
}
