using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>J: a junction field-effect transistor.</summary>
internal sealed class JfetSyntax() : JunctionTransistorSyntax<Jfet>((name, drain, gate, source, model) => new Jfet(name, drain, gate, source, model))
{
    public override char Letter => 'J';
}
