using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>V: <c>Vname n+ n- [DC] [value] [waveform] [rser=… cpar=…]</c>.</summary>
internal sealed class VoltageSourceSyntax : ElementSyntax<VoltageSource>
{
    public override char Letter => 'V';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var parasitics = new Parasitics();
        return parasitics.Around(new VoltageSource(name, cursor.Node(), cursor.Node(), SourceShapeSyntax.Read(cursor, name, parasitics)), cursor, place);
    }

    protected override string Write(VoltageSource element, ElementText text) =>
        $"{text.Head(element)} {SourceShapeSyntax.Write(element.Voltage, text)}";
}
