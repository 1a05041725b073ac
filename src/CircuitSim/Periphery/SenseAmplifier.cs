using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Periphery;

/// <summary>
/// A clocked sense amplifier without transistors: which of two voltages is the higher, decided after the source <c>Vname_clk</c>
/// has risen. Offset and hysteresis shift its threshold; a difference ΔV beyond it grows as ΔV·exp(t/τ) and stands as a decision
/// where it has reached V_L, t₀ + τ ln(V_L/ΔV) behind the middle of the clock's edge (Veendrick, JSSC 15(2), 1980). Until then,
/// and while the clock is low, the output lies between its levels.
/// </summary>
public sealed record SenseAmplifier : IDifferenceStage
{
    public string Name { get; init; } = "sense amplifier";

    /// <summary>Difference of the inputs at which it tips [V].</summary>
    public double Offset { get; init; }

    /// <summary>By how much the threshold lies lower behind a decision for "higher" than behind one for "lower" [V].</summary>
    public double Hysteresis { get; init; }

    /// <summary>t₀: from the clock to the beginning of the growth [s].</summary>
    public double Delay { get; init; } = 50e-12;

    /// <summary>τ of the growth [s].</summary>
    public double TimeConstant { get; init; } = 10.5e-12;

    /// <summary>Of the output for "higher", and of the clock; "lower" is 0 V [V].</summary>
    public double Supply { get; init; } = 1.8;

    /// <summary>When the clock begins to rise; null leaves the clock to the program, which sets its source [s].</summary>
    public double? DecisionStart { get; init; }

    /// <summary>Length of the clock's edge [s].</summary>
    public double EdgeTime { get; init; } = 10e-12;

    /// <summary>V_L: what a difference must have grown to [V].</summary>
    public double DecisionVoltage => 0.5 * Supply;

    public double Ideal(double positive, double negative) => positive > negative ? Supply : 0;

    /// <summary>The decision with offset and hysteresis.</summary>
    /// <param name="difference">Positive less negative input [V].</param>
    /// <param name="previous">The decision before; null if there was none.</param>
    public bool Decide(double difference, bool? previous = null) => Excess(difference, previous) > 0;

    /// <summary>t₀ + τ ln(V_L/ΔV) [s]; infinite at the threshold.</summary>
    /// <param name="difference">Positive less negative input [V].</param>
    /// <param name="previous">The decision before; null if there was none.</param>
    public double DecisionTime(double difference, bool? previous = null) =>
        Delay + TimeConstant * Math.Max(0, Math.Log(DecisionVoltage / Math.Abs(Excess(difference, previous))));

    /// <summary>
    /// Probability that no decision stands a time after the clock, 2 V_L exp(−(t − t₀)/τ)/V_FS, for a difference that is uniform
    /// over a range about the threshold.
    /// </summary>
    /// <param name="time">[s]</param>
    /// <param name="range">V_FS [V]</param>
    public double UndecidedProbability(double time, double range) =>
        Math.Min(1, 2 * DecisionVoltage * Math.Exp(-(time - Delay) / TimeConstant) / range);

    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public void Validate()
    {
        InvalidParameterException.RequireFinite(Offset, "V", $"{Name}: offset");
        InvalidParameterException.RequireNonNegative(Hysteresis, "V", $"{Name}: hysteresis");
        InvalidParameterException.RequirePositive(Delay, "s", $"{Name}: delay");
        InvalidParameterException.RequirePositive(TimeConstant, "s", $"{Name}: time constant");
        InvalidParameterException.RequirePositive(Supply, "V", $"{Name}: supply");
        SenseClock.Validate(Name, DecisionStart, EdgeTime);
    }

    public void AddTo(CircuitDraft draft, string name, NodeId positive, NodeId negative, NodeId output)
    {
        ArgumentNullException.ThrowIfNull(draft);
        Validate();
        var clock = SenseClock.AddTo(draft, name, Supply, DecisionStart, EdgeTime);
        PeripheryLibrary.AddTo(draft, "sense_macro");
        draft.Add(new SubcircuitCall($"X{name}", [positive, negative, output, clock, draft.Rail($"{name}_vdd", Supply)], "sense_macro")
        {
            Parameters =
            [
                new("offset", Offset), new("hysteresis", Hysteresis), new("t0", Delay), new("tau", TimeConstant),
                new("vl", DecisionVoltage), new("von", 0.5 * Supply),
            ],
        });
        // 1 µV of a difference on the macro's 1 pF.
        draft.ResolveCharge(1e-18);
    }

    private double Excess(double difference, bool? previous) =>
        difference - Offset + (previous is { } last ? 0.5 * (last ? Hysteresis : -Hysteresis) : 0);
}
