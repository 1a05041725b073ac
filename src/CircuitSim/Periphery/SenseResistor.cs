using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Periphery;

/// <summary>
/// A bit line that ends in a resistor: v = I R. The line is no virtual ground, so what hangs on it divides the current,
/// v = I₀ R/(1 + R G_in) with the current I₀ into a ground.
/// </summary>
public sealed record SenseResistor : IAnalogStage
{
    public string Name { get; init; } = "sense_resistor";

    /// <summary>R [Ω].</summary>
    public required double Resistance { get; init; }

    public double Ideal(double input) => input * Resistance;

    public void AddTo(CircuitDraft draft, string name, NodeId input, NodeId output)
    {
        ArgumentNullException.ThrowIfNull(draft);
        InvalidParameterException.RequirePositive(Resistance, "Ω", $"the resistance of {Name}");
        draft.Add(new Resistor($"Rs_{name}", input, NodeId.Ground, Resistance));
        draft.Add(new VoltageSource($"Vs_{name}", output, input, 0));
    }
}
