using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Elements;

/// <summary>
/// An inductor; a short circuit at DC. One whose inductance or flux follows voltages, currents or time is a source of the voltage
/// L(…) di/dt, or dφ/dt, once it is flat.
/// </summary>
/// <param name="Inductance">Inductance, above zero [H].</param>
/// <param name="InitialCurrent">Current at the start of a transient with uic [A].</param>
public sealed record Inductor(string Name, NodeId Positive, NodeId Negative, ElementValue Inductance, ElementValue? InitialCurrent = null)
    : TwoTerminalElement(Name, Positive, Negative)
{
    /// <summary>Flux, in place of an inductance; x in it is the current [Wb].</summary>
    public ElementValue? Flux { get; init; }

    public override char Letter => 'L';

    public override string Kind => "inductor";

    public override bool HasBranchCurrent => true;

    public override CardReference? Card => Model is not { IsPerhaps: false } model ? null : new(model.Card, PassiveCards.Inductors);

    /// <summary>How it follows temperature; null for not at all.</summary>
    public ValueTemperature? Temperature { get; init; }

    /// <summary>The card that it names, until the netlist is flat; null for none.</summary>
    public PassiveModel? Model { get; init; }

    /// <summary>Inductance at the temperature of the circuit, or its own [H].</summary>
    public double InductanceAt(SimulatorOptions options) => Temperature is { } temperature ? Inductance.Number * temperature.Factor(options) : Inductance.Number;

    internal override void CheckValues(SimulatorOptions options)
    {
        this.Require(InductanceAt(options) > 0, "inductance", InductanceAt(options), "H", $"{ElementRules.AboveZero}; for a short circuit, join its two nodes");
        this.RequireFinite("ic", InitialCurrent, "A");
    }

    protected override TwoTerminalElement WithValues(Placement placement)
    {
        var initial = placement.Value(InitialCurrent);
        if (placement.Model(Model) is { } model)
            return this with { Inductance = model.HasValue ? placement.Value(Inductance) : 0, InitialCurrent = initial, Temperature = Temperature?.Placed(placement), Model = model };
        var current = new BranchCurrentExpression(placement.Element(Name));
        if (Flux is { } flux)
        {
            ValueTemperature.RequireNone(Temperature, "flux");
            var phi = placement.Expression(flux.ToExpression());
            return Source(Slope(Over(current), initial is { } start ? Over(new NumberExpression(start.Number)) : null));

            Expression Over(Expression i) => ExpressionTree.WithLeaves(phi, leaf => leaf switch
            {
                ParameterExpression { Name: "x" or "X" } => i,
                BranchCurrentExpression own when own.Element.Equals(current.Element, StringComparison.OrdinalIgnoreCase) => i,
                _ => leaf,
            });
        }

        if (placement.Law(Inductance) is not { } law)
            return this with { Inductance = placement.Value(Inductance), InitialCurrent = initial, Temperature = Temperature?.Placed(placement), Model = null };
        ValueTemperature.RequireNone(Temperature, "inductance");
        return Source(new BinaryExpression(BinaryOperator.Multiply, law, Slope(current, initial is { } i ? new NumberExpression(i.Number) : null)));

        BehavioralSource Source(Expression voltage) => new(Name, Positive, Negative, BehavioralQuantity.Voltage, voltage) { Place = Place };
    }

    /// <summary>The slope of x in time, which starts from x0.</summary>
    private static CallExpression Slope(Expression x, Expression? x0) => new("ddt", x0 is null ? [x] : [x, x0]);

    internal override Element Multiplied(double count) => this with { Inductance = Inductance.Over(count), InitialCurrent = InitialCurrent?.Times(count), Model = Model?.Times(1 / count) };
}
