using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>C: <c>Cname n+ n- value [ic=…] [m=…] [rser=… rpar=… lser=… cpar=…]</c>.</summary>
internal sealed class CapacitorSyntax : ElementSyntax<Capacitor>
{
    public override char Letter => 'C';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (positive, negative) = (cursor.Node(), cursor.Node());
        var parasitics = new Parasitics();
        var (capacitance, multiplier, initial) = ElementKeys.ReadStorage(cursor, name, "c", "the capacitance", "the initial voltage", parasitics);
        return parasitics.Around(new Capacitor(name, positive, negative, capacitance.Times(multiplier), initial), cursor, place);
    }

    protected override string Write(Capacitor element, ElementText text) =>
        $"{text.Head(element)} {ElementText.Value(element.Capacitance)}{ElementText.Key("ic", element.InitialVoltage)}";
}
