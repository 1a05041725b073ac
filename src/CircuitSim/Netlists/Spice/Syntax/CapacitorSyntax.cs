using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>C: <c>Cname n+ n- [value|q=…] [card] [key=…] [rser=… rpar=… lser=… cpar=…]</c>.</summary>
internal sealed class CapacitorSyntax : ElementSyntax<Capacitor>
{
    public override char Letter => 'C';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (positive, negative) = (cursor.Node(), cursor.Node());
        var parasitics = new Parasitics();
        var (keys, isCharge, initial) = ElementKeys.ReadStorage(
            cursor, name, "c", "q", "the capacitance", "the initial voltage", "m, w, l, scale, tc1, tc2, temp or dtemp", parasitics);
        var (value, model) = keys.Result(cursor, "the capacitance", isDivided: false);
        return parasitics.Around(new Capacitor(name, positive, negative, isCharge ? 0 : value, initial) { Charge = isCharge ? value : null, Model = model, Temperature = keys.Temperature }, cursor, place);
    }

    protected override string Write(Capacitor element, ElementText text) =>
        $"{text.Head(element)} {(element.Charge is { } charge ? $"q={charge}" : PassiveKeys.Write(element.Capacitance, element.Model, element.Temperature))}{ElementText.Key("ic", element.InitialVoltage)}";
}
