using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>Sources with LAPLACE; they are read as B, E or G (<see cref="ControlledSourceLaw"/>).</summary>
internal sealed class LaplaceSourceSyntax : ElementSyntax<LaplaceSource>
{
    public override char Letter => 'B';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place) => new BehavioralSourceSyntax().Read(cursor, name, place);

    protected override string Write(LaplaceSource element, ElementText text)
    {
        var key = char.ToUpperInvariant(element.Name[0]) != 'B' ? "VALUE" : element.Quantity == BehavioralQuantity.Voltage ? "V" : "I";
        return $"{text.Head(element)} {key}={text.Law(element.Input)} laplace={text.Law(element.Transfer)}";
    }
}
