using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>L: <c>Lname n+ n- value|flux=… [ic=…] [m=…]</c>.</summary>
internal sealed class InductorSyntax : ElementSyntax<Inductor>
{
    public override char Letter => 'L';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (positive, negative) = (cursor.Node(), cursor.Node());
        var (value, isFlux, multiplier, initial) = ElementKeys.ReadStorage(cursor, name, "l", "flux", "the inductance", "the initial current");
        return isFlux
            ? new Inductor(name, positive, negative, 0, initial) { Flux = value.Over(multiplier) }
            : new Inductor(name, positive, negative, value.Over(multiplier), initial);
    }

    protected override string Write(Inductor element, ElementText text) =>
        $"{text.Head(element)} {(element.Flux is { } flux ? $"flux={flux}" : ElementText.Value(element.Inductance))}{ElementText.Key("ic", element.InitialCurrent)}";
}
