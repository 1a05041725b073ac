using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Elements;

/// <summary>A linear capacitor.</summary>
/// <param name="Capacitance">Capacitance, not negative [F].</param>
/// <param name="InitialVoltage">v(positive) − v(negative) at the start of a transient with uic [V].</param>
public sealed record Capacitor(string Name, NodeId Positive, NodeId Negative, ElementValue Capacitance, ElementValue? InitialVoltage = null)
    : TwoTerminalElement(Name, Positive, Negative)
{
    public override char Letter => 'C';

    public override string Kind => "capacitor";

    internal override void CheckValues(SimulatorOptions options)
    {
        this.Require(Capacitance.Number >= 0, "capacitance", Capacitance.Number, "F", ElementRules.NotNegative);
        this.RequireFinite("ic", InitialVoltage, "V");
    }

    protected override TwoTerminalElement WithValues(Placement placement) =>
        this with { Capacitance = placement.Value(Capacitance), InitialVoltage = placement.Value(InitialVoltage) };

    internal override Element Multiplied(double count) => this with { Capacitance = Capacitance.Times(count) };
}
