using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Elements;

/// <summary>How a resistor follows temperature: R(T) = R (1 + tc1 ΔT + tc2 ΔT²) with ΔT = T + dtemp − tnom.</summary>
public sealed record ResistorTemperature
{
    /// <summary>tc1 [1/K].</summary>
    public ElementValue Linear { get; init; } = 0;

    /// <summary>tc2 [1/K²].</summary>
    public ElementValue Quadratic { get; init; } = 0;

    /// <summary>temp: its own temperature T [°C]; null for that of the circuit.</summary>
    public ElementValue? Temperature { get; init; }

    /// <summary>dtemp: how much warmer than T it is [K].</summary>
    public ElementValue Difference { get; init; } = 0;

    /// <summary>Of the resistor [°C].</summary>
    public double At(SimulatorOptions options) => (Temperature?.Number ?? options.Temperature) + Difference.Number;

    /// <summary>R(T)/R.</summary>
    public double Factor(SimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var difference = At(options) - options.NominalTemperature;
        return 1 + (Linear.Number + Quadratic.Number * difference) * difference;
    }

    internal ResistorTemperature Placed(Placement placement) => new()
    {
        Linear = placement.Value(Linear),
        Quadratic = placement.Value(Quadratic),
        Temperature = placement.Value(Temperature),
        Difference = placement.Value(Difference),
    };
}
