using CircuitSim.Devices;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;

namespace CircuitSim.Netlists.Elements;

/// <summary>A transistor whose gate is a junction: a JFET or a MESFET.</summary>
/// <param name="Model">Name of its model card.</param>
public abstract record JunctionTransistor(string Name, NodeId Drain, NodeId Gate, NodeId Source, string Model) : ThreeNodeTransistor(Name, Drain, Gate, Source, Model)
{
    /// <summary>What its card says.</summary>
    public abstract JfetParameters Parameters(ModelCard card);

    /// <summary>Multiplies the card's currents and capacitances and divides its resistances; 1 unless given.</summary>
    public ElementValue Area { get; init; } = 1;

    internal override void CheckValues(SimulatorOptions options)
    {
        this.Require(Area.Number > 0, "area", Area.Number, "", ElementRules.AboveZero);
        base.CheckValues(options);
    }

    public override Element Placed(string name, Placement placement) =>
        (JunctionTransistor)base.Placed(name, placement) with { Area = placement.Value(Area) };
}
