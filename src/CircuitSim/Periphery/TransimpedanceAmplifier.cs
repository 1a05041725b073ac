using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Numerics;

namespace CircuitSim.Periphery;

/// <summary>
/// A TIA: an inverting amplifier that holds a bit line at a common-mode voltage and turns the current that leaves the array into
/// a voltage, v = V_cm − I R_f.
/// <code>
///               ┌──── R_f ────┐
///               ├──── C_f ────┤
///   bit line ───┴──┤−╲        │
///                  │  ╲───────┴── output
///        V_cm ─────┤+ ╱
/// </code>
/// </summary>
public sealed record TransimpedanceAmplifier : IAnalogStage
{
    public string Name { get; init; } = "TIA";

    /// <summary>R_f [Ω].</summary>
    public required double FeedbackResistance { get; init; }

    /// <summary>C_f [F].</summary>
    public double FeedbackCapacitance { get; init; }

    /// <summary>V_cm [V].</summary>
    public double CommonMode { get; init; }

    public IAmplifier Amplifier { get; init; } = new IdealAmplifier();

    public double Ideal(double input) => CommonMode - input * FeedbackResistance;

    public void AddTo(CircuitDraft draft, string name, NodeId input, NodeId output)
    {
        ArgumentNullException.ThrowIfNull(draft);
        InvalidParameterException.RequirePositive(FeedbackResistance, "Ω", $"the feedback resistance of {Name}");
        InvalidParameterException.RequireNonNegative(FeedbackCapacitance, "F", $"the feedback capacitance of {Name}");
        var common = CommonMode == 0 ? NodeId.Ground : draft.Rail($"vcm_{Name}", CommonMode);
        Amplifier.AddTo(draft, name, Name, common, input, output);
        draft.Add(new Resistor($"Rf_{name}", input, output, FeedbackResistance));
        if (FeedbackCapacitance > 0)
        {
            draft.Add(new Capacitor($"Cf_{name}", input, output, FeedbackCapacitance));
            draft.ResolveCharge(1e-4 * FeedbackCapacitance);
        }
    }

    /// <summary>Whether the op-amp has left the range of its full gain.</summary>
    /// <param name="output">The tap behind the stage [V].</param>
    public bool IsSaturated(double output) => Amplifier.Figures?.HasFullGainAt(output) == false;

    /// <summary>Refuses currents that drive the op-amp out of its range, or that it cannot sink.</summary>
    /// <param name="lowest">That leaves the array [A].</param>
    /// <param name="highest">[A]</param>
    /// <exception cref="InvalidParameterException">Names the stage, the output and the feedback resistance that fits.</exception>
    public void RequireRange(double lowest, double highest)
    {
        if (Amplifier.Figures is not { } figures)
            return;
        // Positive currents lower the output, and the op-amp sinks them.
        var (low, high) = (CommonMode - figures.LowestOutput, figures.HighestOutput - CommonMode);
        if (low <= 0 || high <= 0)
            throw InvalidParameterException.Because(Name, $"{Name}: its op-amp gives {SiText.Format(figures.LowestOutput, "V")} to {SiText.Format(figures.HighestOutput, "V")} and cannot rest at {SiText.Format(CommonMode, "V")}; choose a common mode near {SiText.Format(figures.Middle, "V")}.");
        if (highest > figures.SinkCurrent)
            throw InvalidParameterException.Because(Name, $"{Name}: a full-scale current of {SiText.Format(highest, "A")} is more than the {SiText.Format(figures.SinkCurrent, "A")} that its op-amp can sink; scale the conductances down or choose a stronger op-amp.");
        var fits = Math.Min(highest > 0 ? low / highest : double.PositiveInfinity, lowest < 0 ? high / -lowest : double.PositiveInfinity);
        if (FeedbackResistance <= fits)
            return;
        var current = low / highest == fits ? highest : lowest;
        throw InvalidParameterException.Because(Name, $"{Name}: {SiText.Format(current, "A")} through {SiText.Format(FeedbackResistance, "Ω")} asks for an output of {SiText.Format(Ideal(current), "V")}, and the op-amp saturates beyond {SiText.Format(figures.LowestOutput, "V")} to {SiText.Format(figures.HighestOutput, "V")}; give it at most {SiText.Format(fits, "Ω")}, or scale the conductances down.");
    }

    /// <summary>Phase margin of the loop, from the small-signal circuit of the two-stage macro with its load and the array [°].</summary>
    /// <param name="inputConductance">All that hangs on the bit line [S].</param>
    /// <param name="inputCapacitance">[F]</param>
    /// <param name="loadCapacitance">At the output [F].</param>
    /// <returns>90 for an ideal amplifier.</returns>
    public double PhaseMargin(double inputConductance, double inputCapacitance, double loadCapacitance = 0) =>
        Amplifier.Figures?.PhaseMargin(
            s =>
            {
                var feedback = 1 / FeedbackResistance + s * FeedbackCapacitance;
                var input = inputConductance + s * (inputCapacitance + Amplifier.Figures.InputCapacitance);
                return (feedback / (feedback + input), feedback * input / (feedback + input) + s * loadCapacitance);
            }) ?? 90;

    /// <summary>Refuses a loop that oscillates, or rings on for more than about five periods.</summary>
    /// <exception cref="InvalidParameterException">Names the stage and the capacitance that helps.</exception>
    public void RequireStable(double inputConductance, double inputCapacitance, double loadCapacitance = 0)
    {
        var margin = PhaseMargin(inputConductance, inputCapacitance, loadCapacitance);
        if (margin >= OperationalAmplifier.LeastPhaseMargin)
            return;
        var enough = 1e-15;
        while (enough < 1e-9 && (this with { FeedbackCapacitance = enough }).PhaseMargin(inputConductance, inputCapacitance, loadCapacitance) < OperationalAmplifier.GoodPhaseMargin)
            enough *= 1.1;
        throw InvalidParameterException.Because(Name, FormattableString.Invariant($"{Name}: the loop of its op-amp has a phase margin of {margin:F0}° with {SiText.Format(inputCapacitance, "F")} at the bit line and {(margin > 0 ? "rings" : "oscillates")}; ")
            + (enough < 1e-9 ? $"raise the feedback capacitance from {SiText.Format(FeedbackCapacitance, "F")} to {SiText.Format(enough, "F")}." : "choose an op-amp that carries its load."));
    }
}
