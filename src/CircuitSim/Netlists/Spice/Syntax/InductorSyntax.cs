using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>L: <c>Lname n+ n- value [ic=…] [m=…] [rser=… rpar=… lser=… cpar=…]</c>.</summary>
internal sealed class InductorSyntax : ElementSyntax<Inductor>
{
    public override char Letter => 'L';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (positive, negative) = (cursor.Node(), cursor.Node());
        var parasitics = new Parasitics();
        var (inductance, multiplier, initial) = ElementKeys.ReadStorage(cursor, name, "l", "the inductance", "the initial current", parasitics);
        return parasitics.Around(new Inductor(name, positive, negative, inductance.Over(multiplier), initial), cursor, place);
    }

    protected override string Write(Inductor element, ElementText text) =>
        $"{text.Head(element)} {ElementText.Value(element.Inductance)}{ElementText.Key("ic", element.InitialCurrent)}";
}
