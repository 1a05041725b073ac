using CircuitSim.Devices;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;

namespace CircuitSim.Netlists.Elements;

/// <summary>D: a junction diode.</summary>
/// <param name="Model">Name of a model card of kind D.</param>
public sealed record Diode(string Name, NodeId Anode, NodeId Cathode, string Model) : Element(Name)
{
    private static readonly string[] Cards = [DiodeCard.Kind];

    public override char Letter => 'D';

    public override string Kind => "diode";

    public override bool IsLinear => false;

    public override NodeList Nodes => new(Anode, Cathode);

    internal override string Terminals => "1";

    internal override Element WithNode(int terminal, NodeId node) => this with { Anode = node };

    /// <summary>Multiplies the card's currents and capacitances and divides its resistance; null takes that of the card.</summary>
    public ElementValue? Area { get; init; }

    /// <summary>pj: multiplies the sidewall's current and capacitance; null takes that of the card.</summary>
    public ElementValue? Perimeter { get; init; }

    /// <summary>w, from which area and perimeter of diodes of level 3 follow, and which does not matter otherwise [m].</summary>
    public ElementValue? Width { get; init; }

    /// <summary>l [m].</summary>
    public ElementValue? Length { get; init; }

    /// <summary>Number of diodes in parallel.</summary>
    public ElementValue Multiplier { get; init; } = 1;

    /// <summary>temp: its own temperature; null for that of the circuit [°C].</summary>
    public ElementValue? Temperature { get; init; }

    /// <summary>dtemp: how much warmer than the circuit it is [K].</summary>
    public ElementValue TemperatureDifference { get; init; } = 0;

    /// <summary>OFF: at zero volts while the rest of the circuit looks for an operating point.</summary>
    public bool InitiallyOff { get; init; }

    /// <summary>ic: voltage at the start of a transient with uic; null takes that of the nodes [V].</summary>
    public ElementValue? InitialVoltage { get; init; }

    public override CardReference? Card => new(Model, Cards);

    /// <summary>The diode without its series resistance, all parallel ones together.</summary>
    /// <param name="parameters">Of its card.</param>
    public JunctionDiode Physics(DiodeParameters parameters, SimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(options);
        var (area, perimeter) = parameters.Level == 3 && Width is { } w && Length is { } l
            ? (w.Number * l.Number, 2 * (w.Number + l.Number))
            : (Area?.Number ?? parameters.Area, Perimeter?.Number ?? parameters.Perimeter);
        var m = Multiplier.Number;
        return new JunctionDiode(parameters, area * m, TemperatureIn(options), options.NominalTemperature, perimeter * m);
    }

    /// <summary>[°C]</summary>
    public double TemperatureIn(SimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Temperature?.Number ?? options.Temperature + TemperatureDifference.Number;
    }

    internal override void CheckValues(SimulatorOptions options)
    {
        this.Require(Area is not { Number: <= 0 }, "area", Area?.Number ?? 1, "", ElementRules.AboveZero);
        this.Require(Perimeter is not { Number: < 0 }, "pj", Perimeter?.Number ?? 0, "", ElementRules.NotNegative);
        this.Require(Width is not { Number: <= 0 }, "w", Width?.Number ?? 1, "m", ElementRules.AboveZero);
        this.Require(Length is not { Number: <= 0 }, "l", Length?.Number ?? 1, "m", ElementRules.AboveZero);
        this.Require(TemperatureIn(options) > -PhysicalConstants.ZeroCelsius, "temperature", TemperatureIn(options), "°C", "finite and above absolute zero");
        this.Require(Multiplier.Number > 0, "m", Multiplier.Number, "", ElementRules.AboveZero);
        this.RequireFinite("ic", InitialVoltage, "V");
    }

    public override Element Placed(string name, Placement placement) => this with
    {
        Name = name,
        Anode = placement.Node(Anode),
        Cathode = placement.Node(Cathode),
        Model = placement.Model(Model),
        Area = placement.Value(Area),
        Perimeter = placement.Value(Perimeter),
        Width = placement.Value(Width),
        Length = placement.Value(Length),
        Temperature = placement.Value(Temperature),
        TemperatureDifference = placement.Value(TemperatureDifference),
        Multiplier = placement.Value(Multiplier),
        InitialVoltage = placement.Value(InitialVoltage),
    };

    internal override Element Multiplied(double count) => this with { Multiplier = Multiplier.Times(count) };
}
