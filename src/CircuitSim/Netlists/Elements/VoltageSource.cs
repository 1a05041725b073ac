using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Elements;

/// <summary>An ideal voltage source; 0 V makes it an ammeter. Its current enters at the positive node.</summary>
/// <param name="Voltage">v(positive) − v(negative) [V].</param>
public sealed record VoltageSource(string Name, NodeId Positive, NodeId Negative, SourceShape Voltage) : TwoTerminalElement(Name, Positive, Negative)
{
    /// <summary>The current for which flattening put this source in front of an element; null for one of the netlist's own.</summary>
    public BranchCurrentExpression? CurrentOf { get; init; }

    /// <summary>Whether flattening put the source there for a function of time: its node and current are nobody's.</summary>
    public bool IsMemory { get; init; }

    public override char Letter => 'V';

    public override string Kind => "voltage source";

    public override bool HasBranchCurrent => true;

    internal override void CheckValues(SimulatorOptions options) =>
        Voltage.CheckValues(this, "voltage", "V");

    protected override TwoTerminalElement WithValues(Placement placement) => Voltage.Law(placement) is { } law
        ? new BehavioralSource(Name, Positive, Negative, BehavioralQuantity.Voltage, law) { Place = Place }
        : this with { Voltage = Voltage.Placed(placement) };

    internal override Element Multiplied(double count) => this;
}
