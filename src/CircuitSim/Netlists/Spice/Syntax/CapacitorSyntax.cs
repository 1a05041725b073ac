using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>C: <c>Cname n+ n- value|q=… [ic=…] [m=…]</c>.</summary>
internal sealed class CapacitorSyntax : ElementSyntax<Capacitor>
{
    public override char Letter => 'C';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (positive, negative) = (cursor.Node(), cursor.Node());
        var (value, isCharge, multiplier, initial) = ElementKeys.ReadStorage(cursor, name, "c", "q", "the capacitance", "the initial voltage");
        return isCharge
            ? new Capacitor(name, positive, negative, 0, initial) { Charge = value.Times(multiplier) }
            : new Capacitor(name, positive, negative, value.Times(multiplier), initial);
    }

    protected override string Write(Capacitor element, ElementText text) =>
        $"{text.Head(element)} {(element.Charge is { } charge ? $"q={charge}" : ElementText.Value(element.Capacitance))}{ElementText.Key("ic", element.InitialVoltage)}";
}
