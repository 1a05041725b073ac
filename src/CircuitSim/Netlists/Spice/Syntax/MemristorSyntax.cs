using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>Y: <c>YMEMRISTOR name n+ n- model [w0=…|r_init=…]</c>, as Xyce writes it; for ngspice the call of a subcircuit.</summary>
internal sealed class MemristorSyntax : ElementSyntax<Memristor>
{
    public override char Letter => 'Y';

    public override string Word => "YMEMRISTOR";

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        if (!name.Equals("YMEMRISTOR", StringComparison.OrdinalIgnoreCase))
            throw NetlistException.At(place, $"{name}: of the Y devices only YMEMRISTOR is supported: YMEMRISTOR name n+ n- model [w0=… | r_init=…].");
        name = cursor.Name("the memristor's name");
        var memristor = new Memristor(name, cursor.Node(), cursor.Node(), cursor.Name("the model card"));
        ElementKeys.Read(cursor, name, key =>
        {
            switch (key)
            {
                case "w0" or "xo" or "x0":
                    memristor = memristor with { InitialState = cursor.Value("the initial state") };
                    return true;
                case "r_init" or "rinit":
                    memristor = memristor with { InitialResistance = cursor.Value("the initial resistance") };
                    return true;
                default:
                    return false;
            }
        }, "w0 (or xo) and r_init");
        return memristor;
    }

    protected override string Write(Memristor element, ElementText text) =>
        text.MemristorCall(element)
        ?? $"YMEMRISTOR {element.Name}{ElementText.Nodes(element.Nodes)} {element.Model}{ElementText.Key("w0", element.InitialState)}{ElementText.Key("r_init", element.InitialResistance)}";
}
