using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Elements;

/// <summary>How a resistance, capacitance or inductance follows temperature: by 1 + tc1 ΔT + tc2 ΔT², or 1.01^(tce ΔT), with ΔT = T + dtemp − tnom.</summary>
public sealed record ValueTemperature
{
    /// <summary>tc1 [1/K].</summary>
    public ElementValue Linear { get; init; } = 0;

    /// <summary>tc2 [1/K²].</summary>
    public ElementValue Quadratic { get; init; } = 0;

    /// <summary>tce, in place of the other two; null for none [%/K].</summary>
    public ElementValue? Exponential { get; init; }

    /// <summary>temp: its own temperature T [°C]; null for that of the circuit.</summary>
    public ElementValue? Temperature { get; init; }

    /// <summary>dtemp: how much warmer than T it is [K].</summary>
    public ElementValue Difference { get; init; } = 0;

    /// <summary>Of the element [°C].</summary>
    public double At(SimulatorOptions options) => (Temperature?.Number ?? options.Temperature) + Difference.Number;

    /// <summary>What the value is multiplied by.</summary>
    public double Factor(SimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var difference = At(options) - options.NominalTemperature;
        return Exponential is { } percent ? Math.Pow(1.01, percent.Number * difference) : 1 + (Linear.Number + Quadratic.Number * difference) * difference;
    }

    /// <exception cref="NetlistException">There are coefficients of a value that follows voltages or currents.</exception>
    internal static void RequireNone(ValueTemperature? temperature, string quantity)
    {
        if (temperature is not null)
            throw NetlistException.Because($"a {quantity} that follows voltages or currents has no temperature coefficients; put them into its expression.");
    }

    internal ValueTemperature Placed(Placement placement) => new()
    {
        Linear = placement.Value(Linear),
        Quadratic = placement.Value(Quadratic),
        Exponential = placement.Value(Exponential),
        Temperature = placement.Value(Temperature),
        Difference = placement.Value(Difference),
    };
}
