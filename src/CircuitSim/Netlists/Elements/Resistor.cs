using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Elements;

/// <summary>A linear resistor; its resistance is above zero (builders merge the nodes of a zero resistance).</summary>
/// <param name="Resistance">Resistance at the nominal temperature [Ω].</param>
public sealed record Resistor(string Name, NodeId Positive, NodeId Negative, ElementValue Resistance) : TwoTerminalElement(Name, Positive, Negative)
{
    /// <summary>How the resistance follows temperature; null for not at all.</summary>
    public ValueTemperature? Temperature { get; init; }

    /// <summary>The card that it names, until the netlist is flat; null for none.</summary>
    public PassiveModel? Model { get; init; }

    public override char Letter => 'R';

    public override string Kind => "resistor";

    public override CardReference? Card => Model is not { IsPerhaps: false } model ? null : new(model.Card, PassiveCards.Resistors);

    /// <summary>Resistance at the temperature of the circuit, or its own [Ω].</summary>
    public double ResistanceAt(SimulatorOptions options) =>
        Temperature is { } temperature ? Resistance.Number * temperature.Factor(options) : Resistance.Number;

    internal override void CheckValues(SimulatorOptions options)
    {
        // A subnormal resistance has no finite conductance.
        this.Require(HasConductance(Resistance.Number), "resistance", Resistance.Number, "Ω", $"{ElementRules.AboveZero}; for a short circuit, join its two nodes");
        if (Temperature is not null)
            this.Require(HasConductance(ResistanceAt(options)), "resistance at its temperature", ResistanceAt(options), "Ω", ElementRules.AboveZero);

        static bool HasConductance(double resistance) => resistance > 0 && double.IsFinite(1 / resistance);
    }

    /// <summary>A resistance that follows voltages or currents is a source whose current is the voltage over it.</summary>
    protected override TwoTerminalElement WithValues(Placement placement)
    {
        if (placement.Model(Model) is { } model)
            return this with { Resistance = model.HasValue ? placement.Value(Resistance) : 0, Temperature = Temperature?.Placed(placement), Model = model };
        if (placement.Law(Resistance) is not { } law)
            return this with { Resistance = placement.Value(Resistance), Temperature = Temperature?.Placed(placement), Model = null };
        ValueTemperature.RequireNone(Temperature, "resistance");
        var voltage = new NodeVoltageExpression(placement.Node(Positive), placement.Node(Negative));
        return new BehavioralSource(Name, Positive, Negative, BehavioralQuantity.Current, new BinaryExpression(BinaryOperator.Divide, voltage, law)) { Place = Place };
    }

    internal override Element Multiplied(double count) => this with { Resistance = Resistance.Over(count), Model = Model?.Times(1 / count) };
}
