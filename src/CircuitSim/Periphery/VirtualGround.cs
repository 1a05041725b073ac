using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Periphery;

/// <summary>
/// The ideal termination of a bit line: a voltage source holds it, and its current, measured exactly, becomes a voltage,
/// v = V_cm − I R.
/// </summary>
public sealed record VirtualGround : IAnalogStage
{
    public string Name { get; init; } = "virtual_ground";

    /// <summary>R [Ω].</summary>
    public required double Transresistance { get; init; }

    /// <summary>V_cm [V].</summary>
    public double CommonMode { get; init; }

    public double Ideal(double input) => CommonMode - input * Transresistance;

    public void AddTo(CircuitDraft draft, string name, NodeId input, NodeId output)
    {
        ArgumentNullException.ThrowIfNull(draft);
        draft.Add(new VoltageSource($"Vs_{name}", input, NodeId.Ground, CommonMode));
        var common = CommonMode == 0 ? NodeId.Ground : input;
        draft.Add(new CurrentControlledVoltageSource($"Hs_{name}", output, common, $"Vs_{name}", -Transresistance));
    }
}
