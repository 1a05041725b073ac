using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Elements;

/// <summary>A linear resistor; its resistance is above zero (builders merge the nodes of a zero resistance).</summary>
/// <param name="Resistance">Resistance at the nominal temperature [Ω].</param>
public sealed record Resistor(string Name, NodeId Positive, NodeId Negative, ElementValue Resistance) : Element(Name)
{
    /// <summary>How the resistance follows temperature; null for not at all.</summary>
    public ResistorTemperature? Temperature { get; init; }

    public override char Letter => 'R';

    public override string Kind => "resistor";

    public override NodeList Nodes => new(Positive, Negative);

    /// <summary>Resistance at the temperature of the circuit, or its own [Ω].</summary>
    public double ResistanceAt(SimulatorOptions options) =>
        Temperature is { } temperature ? Resistance.Number * temperature.Factor(options) : Resistance.Number;

    public override Element Placed(string name, Placement placement) => this with
    {
        Name = name,
        Positive = placement.Node(Positive),
        Negative = placement.Node(Negative),
        Resistance = placement.Value(Resistance),
        Temperature = Temperature?.Placed(placement),
    };
}
