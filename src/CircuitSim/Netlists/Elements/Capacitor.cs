using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Elements;

/// <summary>A capacitor. One whose capacitance or charge follows voltages, currents or time is a source of the current C(…) dv/dt, or dq/dt, once it is flat.</summary>
/// <param name="Capacitance">Capacitance, not negative [F].</param>
/// <param name="InitialVoltage">v(positive) − v(negative) at the start of a transient with uic [V].</param>
public sealed record Capacitor(string Name, NodeId Positive, NodeId Negative, ElementValue Capacitance, ElementValue? InitialVoltage = null)
    : TwoTerminalElement(Name, Positive, Negative)
{
    /// <summary>Charge, in place of a capacitance; x in it is the voltage [C].</summary>
    public ElementValue? Charge { get; init; }

    public override char Letter => 'C';

    public override string Kind => "capacitor";

    public override CardReference? Card => Model is not { IsPerhaps: false } model ? null : new(model.Card, PassiveCards.Capacitors);

    /// <summary>How it follows temperature; null for not at all.</summary>
    public ValueTemperature? Temperature { get; init; }

    /// <summary>The card that it names, until the netlist is flat; null for none.</summary>
    public PassiveModel? Model { get; init; }

    /// <summary>Capacitance at the temperature of the circuit, or its own [F].</summary>
    public double CapacitanceAt(SimulatorOptions options) => Temperature is { } temperature ? Capacitance.Number * temperature.Factor(options) : Capacitance.Number;

    internal override void CheckValues(SimulatorOptions options)
    {
        this.Require(CapacitanceAt(options) >= 0, "capacitance", CapacitanceAt(options), "F", ElementRules.NotNegative);
        this.RequireFinite("ic", InitialVoltage, "V");
    }

    protected override TwoTerminalElement WithValues(Placement placement)
    {
        var initial = placement.Value(InitialVoltage);
        if (placement.Model(Model) is { } model)
            return this with { Capacitance = model.HasValue ? placement.Value(Capacitance) : 0, InitialVoltage = initial, Temperature = Temperature?.Placed(placement), Model = model };
        var voltage = new NodeVoltageExpression(placement.Node(Positive), placement.Node(Negative));
        if (Charge is { } charge)
        {
            ValueTemperature.RequireNone(Temperature, "charge");
            var q = placement.Expression(charge.ToExpression());
            return Source(Slope(Over(voltage), initial is { } start ? Over(new NumberExpression(start.Number)) : null));

            Expression Over(Expression v) => ExpressionTree.WithLeaves(q, leaf => leaf switch
            {
                ParameterExpression { Name: "x" or "X" } => v,
                NodeVoltageExpression own when own == voltage => v,
                NodeVoltageExpression own when own.Positive == voltage.Negative && own.Negative == voltage.Positive => new UnaryExpression(UnaryOperator.Minus, v),
                _ => leaf,
            });
        }

        if (placement.Law(Capacitance) is not { } law)
            return this with { Capacitance = placement.Value(Capacitance), InitialVoltage = initial, Temperature = Temperature?.Placed(placement), Model = null };
        ValueTemperature.RequireNone(Temperature, "capacitance");
        return Source(new BinaryExpression(BinaryOperator.Multiply, law, Slope(voltage, initial is { } v ? new NumberExpression(v.Number) : null)));

        BehavioralSource Source(Expression current) => new(Name, Positive, Negative, BehavioralQuantity.Current, current) { Place = Place };
    }

    /// <summary>The slope of x in time, which starts from x0.</summary>
    private static CallExpression Slope(Expression x, Expression? x0) => new("ddt", x0 is null ? [x] : [x, x0]);

    internal override Element Multiplied(double count) => this with { Capacitance = Capacitance.Times(count), Model = Model?.Times(count) };
}
