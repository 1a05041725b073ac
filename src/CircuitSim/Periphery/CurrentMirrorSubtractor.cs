using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Periphery;

/// <summary>
/// Takes the current of one line from many others before their TIAs: an op-amp holds the minus line at the common mode by the gate
/// of a transistor that sinks its current, and a transistor at each other line, which its TIA holds there too, sinks a copy.
/// <code>
///   minus line ──┬───┬────────┐           line ──┬── TIA
///                │   └─┤+╲    │ M₀                │ M
///                │     │  ╲───┼─ gate ────────────┤
///           V_cm ┼─────┤− ╱   │                   │
///                             ┴ vss               ┴ vss
/// </code>
/// A current between currents, so no <see cref="IDifferenceStage"/>: one <see cref="AddReference"/> and a copy for each line.
/// </summary>
public sealed record CurrentMirrorSubtractor
{
    private const string Leg = "mirror_leg";

    public string Name { get; init; } = "mirror";

    /// <summary>Of the lines [V].</summary>
    public required double CommonMode { get; init; }

    public IAmplifier Amplifier { get; init; } = new IdealAmplifier();

    /// <summary>Of each transistor, 1 µm long [m].</summary>
    public double Width { get; init; } = 10e-6;

    /// <summary>Capacitance from the gate to ground: with an op-amp that has one pole in all it keeps the loop slow [F].</summary>
    public double GateCapacitance { get; init; }

    /// <returns>What is left of the current of a line [A].</returns>
    public static double Ideal(double positive, double negative) => positive - negative;

    /// <summary>Adds the op-amp and its transistor.</summary>
    /// <returns>The gate, for the copies.</returns>
    public NodeId AddReference(CircuitDraft draft, string name, NodeId negative)
    {
        ArgumentNullException.ThrowIfNull(draft);
        InvalidParameterException.RequirePositive(Width, "m", $"the width of {Name}");
        InvalidParameterException.RequireNonNegative(GateCapacitance, "F", $"the gate capacitance of {Name}");
        var gate = new NodeId($"gate_{name}");
        var common = CommonMode == 0 ? NodeId.Ground : draft.Rail($"vcm_{Name}", CommonMode);
        Amplifier.AddTo(draft, name, Name, negative, common, gate);
        draft.StartAt(negative, CommonMode);
        AddCopy(draft, name, gate, negative);
        if (GateCapacitance > 0)
            draft.Add(new Capacitor($"Cgate_{name}", gate, NodeId.Ground, GateCapacitance));
        return gate;
    }

    /// <summary>Adds a transistor that sinks a copy from a line.</summary>
    /// <param name="thresholdError">How much higher its threshold is than the reference's [V].</param>
    /// <param name="widthError">Relative to its width.</param>
    public void AddCopy(CircuitDraft draft, string name, NodeId gate, NodeId line, double thresholdError = 0, double widthError = 0)
    {
        ArgumentNullException.ThrowIfNull(draft);
        PeripheryLibrary.AddTo(draft, Leg);
        var lower = Amplifier.Figures?.NegativeSupply ?? 0;
        var vss = lower == 0 ? NodeId.Ground : draft.Rail($"vss_{Name}", lower);
        draft.Add(new SubcircuitCall($"Xleg_{name}", [line, gate, vss], Leg)
        {
            Parameters = [new("w", Width * (1 + widthError)), new("dvt", thresholdError)],
        });
    }
}
