using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>L: <c>Lname n+ n- [value|flux=…] [card] [key=…]</c>.</summary>
internal sealed class InductorSyntax : ElementSyntax<Inductor>
{
    public override char Letter => 'L';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (positive, negative) = (cursor.Node(), cursor.Node());
        var (keys, isFlux, initial) = ElementKeys.ReadStorage(
            cursor, name, "l", "flux", "the inductance", "the initial current", "m, nt, scale, tc1, tc2, temp or dtemp");
        var (value, model) = keys.Result(cursor, "the inductance", isDivided: true);
        return new Inductor(name, positive, negative, isFlux ? 0 : value, initial) { Flux = isFlux ? value : null, Model = model, Temperature = keys.Temperature };
    }

    protected override string Write(Inductor element, ElementText text) =>
        $"{text.Head(element)} {(element.Flux is { } flux ? $"flux={flux}" : PassiveKeys.Write(element.Inductance, element.Model, element.Temperature))}{ElementText.Key("ic", element.InitialCurrent)}";
}
