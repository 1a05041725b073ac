using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>I: <c>Iname n+ n- [DC] [value] [waveform]</c>.</summary>
internal sealed class CurrentSourceSyntax : ElementSyntax<CurrentSource>
{
    public override char Letter => 'I';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place) =>
        new CurrentSource(name, cursor.Node(), cursor.Node(), SourceShapeSyntax.Read(cursor, name));

    protected override string Write(CurrentSource element, ElementText text) =>
        $"{text.Head(element)} {SourceShapeSyntax.Write(element.Current, text)}";
}
