using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>R: <c>Rname n+ n- [value] [card] [key=…] [parasitics]</c>.</summary>
internal sealed class ResistorSyntax : ElementSyntax<Resistor>
{
    public override char Letter => 'R';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (positive, negative) = (cursor.Node(), cursor.Node());
        var number = PassiveKeys.ReadNumber(cursor, "the resistance");
        // Nearly all of them are a number and nothing else.
        if (number is { } plain && cursor.AtEnd)
            return new Resistor(name, positive, negative, plain) { Place = place };
        var keys = PassiveKeys.ReadFirst(cursor, "the resistance", number);
        var parasitics = new Parasitics();
        ElementKeys.Read(cursor, name, key => parasitics.Read(cursor, key) || keys.Read(cursor, key, "r", "the resistance"), "r, m, w, l, scale, tc1, tc2 or tc, tce, temp or dtemp, rser, lser, rpar, cpar");
        var (value, model) = keys.Result(cursor, "the resistance", isDivided: true);
        return parasitics.Around(new Resistor(name, positive, negative, value) { Temperature = keys.Temperature, Model = model }, cursor, place);
    }

    protected override string Write(Resistor element, ElementText text) =>
        $"{text.Head(element)} {PassiveKeys.Write(element.Resistance, element.Model, element.Temperature)}";
}
