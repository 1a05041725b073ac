using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>L: <c>Lname n+ n- [value|flux=…] [card] [key=…] [rser=… rpar=… lser=… cpar=…]</c>.</summary>
internal sealed class InductorSyntax : ElementSyntax<Inductor>
{
    public override char Letter => 'L';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (positive, negative) = (cursor.Node(), cursor.Node());
        var parasitics = new Parasitics();
        var (keys, isFlux, initial) = ElementKeys.ReadStorage(
            cursor, name, "l", "flux", "the inductance", "the initial current", "m, nt, scale, tc1, tc2, temp or dtemp", parasitics);
        var (value, model) = keys.Result(cursor, "the inductance", isDivided: true);
        return parasitics.Around(new Inductor(name, positive, negative, isFlux ? 0 : value, initial) { Flux = isFlux ? value : null, Model = model, Temperature = keys.Temperature }, cursor, place);
    }

    protected override string Write(Inductor element, ElementText text) =>
        $"{text.Head(element)} {(element.Flux is { } flux ? $"flux={flux}" : PassiveKeys.Write(element.Inductance, element.Model, element.Temperature))}{ElementText.Key("ic", element.InitialCurrent)}";
}
