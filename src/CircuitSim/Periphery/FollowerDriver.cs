using System.Numerics;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Numerics;

namespace CircuitSim.Periphery;

/// <summary>
/// A word-line driver: an op-amp that follows its input, and a resistance behind it. Slew and bandwidth are those of the op-amp; a
/// load R_L makes an error of 1/(1 + A) + R_o/(A R_L).
/// </summary>
public sealed record FollowerDriver : IAnalogStage
{
    public string Name { get; init; } = "driver";

    /// <summary>Of a switch between the op-amp and the word line, outside its loop [Ω].</summary>
    public double SeriesResistance { get; init; }

    public IAmplifier Amplifier { get; init; } = new IdealAmplifier();

    public double Ideal(double input) => input;

    public void AddTo(CircuitDraft draft, string name, NodeId input, NodeId output)
    {
        ArgumentNullException.ThrowIfNull(draft);
        InvalidParameterException.RequireNonNegative(SeriesResistance, "Ω", $"the series resistance of {Name}");
        if (SeriesResistance == 0)
        {
            Amplifier.AddTo(draft, name, Name, input, output, output);
            return;
        }

        var followed = new NodeId($"follow_{name}");
        Amplifier.AddTo(draft, name, Name, input, followed, followed);
        draft.Add(new Resistor($"Rout_{name}", followed, output, SeriesResistance));
    }

    /// <summary>Whether the op-amp has left the range of its full gain.</summary>
    /// <param name="output">The tap behind the stage [V].</param>
    public bool IsSaturated(double output) => Amplifier.Figures?.HasFullGainAt(output) == false;

    /// <summary>Phase margin of the follower's loop, from the small-signal circuit of the two-stage macro [°].</summary>
    /// <param name="loadConductance">Of the word line [S].</param>
    /// <param name="loadCapacitance">[F]</param>
    /// <returns>90 for an ideal amplifier.</returns>
    public double PhaseMargin(double loadConductance, double loadCapacitance) =>
        Amplifier.Figures?.PhaseMargin(s =>
        {
            var line = loadConductance + s * loadCapacitance;
            return (Complex.One, line / (1 + SeriesResistance * line));
        }) ?? 90;

    /// <summary>Refuses a word line whose capacitance makes the op-amp oscillate or ring on.</summary>
    /// <exception cref="InvalidParameterException">Names the stage and the series resistance that helps.</exception>
    public void RequireStable(double loadConductance, double loadCapacitance)
    {
        var margin = PhaseMargin(loadConductance, loadCapacitance);
        if (margin >= OperationalAmplifier.LeastPhaseMargin)
            return;
        var enough = 1.0;
        while (enough < 1e6 && (this with { SeriesResistance = enough }).PhaseMargin(loadConductance, loadCapacitance) < OperationalAmplifier.GoodPhaseMargin)
            enough *= 1.1;
        throw InvalidParameterException.Because(Name, FormattableString.Invariant($"{Name}: the loop of its op-amp has a phase margin of {margin:F0}° with {SiText.Format(loadCapacitance, "F")} on the word line and {(margin > 0 ? "rings" : "oscillates")}; ")
            + (enough < 1e6 ? $"raise the series resistance from {SiText.Format(SeriesResistance, "Ω")} to {SiText.Format(enough, "Ω")}, or choose a stronger op-amp." : "choose an op-amp that carries its load."));
    }

    /// <summary>Refuses voltages outside the op-amp's range, and a load that takes more current than it has.</summary>
    /// <param name="loadConductance">Of the word line, to where its current goes [S].</param>
    /// <param name="loadVoltage">Of the other end of that conductance [V].</param>
    /// <exception cref="InvalidParameterException">Names the stage and the remedy.</exception>
    public void RequireRange(double lowest, double highest, double loadConductance = 0, double loadVoltage = 0)
    {
        if (Amplifier.Figures is not { } figures)
            return;
        var (low, high) = (figures.LowestFollowed, figures.HighestFollowed);
        foreach (var voltage in (double[])[lowest, highest])
        {
            if (voltage < low || voltage > high)
                throw InvalidParameterException.Because(Name, $"{Name}: its op-amp cannot drive a word line to {SiText.Format(voltage, "V")}; it follows from {SiText.Format(low, "V")} to {SiText.Format(high, "V")}: move the read voltages there by a common mode, or choose an op-amp of more supply.");
        }

        var sunk = (loadVoltage - lowest) * loadConductance;
        if (sunk > figures.SinkCurrent)
            throw InvalidParameterException.Because(Name, $"{Name}: a word line gives it {SiText.Format(sunk, "A")}, more than the {SiText.Format(figures.SinkCurrent, "A")} that its op-amp can sink; scale the conductances down or choose a stronger op-amp.");
    }
}
