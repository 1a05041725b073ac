using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>Z: a MESFET.</summary>
internal sealed class MesfetSyntax() : JunctionTransistorSyntax<Mesfet>((name, drain, gate, source, model) => new Mesfet(name, drain, gate, source, model))
{
    public override char Letter => 'Z';
}
