using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Numerics;

namespace CircuitSim.Periphery;

/// <summary>
/// The four-resistor difference amplifier, v = V_ref + K (V₊ − V₋) with K = R₂/R₁ = R₄/R₃:
/// <code>
///   negative ── R₁ ──┬── R₂ ──┐
///                    ├─┤−╲    │
///                      │  ╲───┴── output
///                    ┌─┤+ ╱
///   positive ── R₃ ──┴── R₄ ── V_ref
/// </code>
/// </summary>
public sealed record DifferenceAmplifier : IDifferenceStage
{
    public string Name { get; init; } = "subtractor";

    /// <summary>Of R₁ and R₃; they load the stages before [Ω].</summary>
    public required double InputResistance { get; init; }

    /// <summary>K [V/V].</summary>
    public double Gain { get; init; } = 1;

    /// <summary>V_ref [V].</summary>
    public double Reference { get; init; }

    /// <summary>Relative errors of R₁ … R₄.</summary>
    public (double First, double Second, double Third, double Fourth) ResistorErrors { get; init; }

    public IAmplifier Amplifier { get; init; } = new IdealAmplifier();

    public double Ideal(double positive, double negative) => Reference + Gain * (positive - negative);

    /// <summary>The same with resistors whose errors are drawn, normal and independent.</summary>
    /// <param name="sigma">Relative standard deviation of one resistor.</param>
    public DifferenceAmplifier WithMismatch(double sigma, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        InvalidParameterException.RequireNonNegative(sigma, "");
        return this with { ResistorErrors = (sigma * stream.NextNormal(), sigma * stream.NextNormal(), sigma * stream.NextNormal(), sigma * stream.NextNormal()) };
    }

    public void AddTo(CircuitDraft draft, string name, NodeId positive, NodeId negative, NodeId output)
    {
        ArgumentNullException.ThrowIfNull(draft);
        InvalidParameterException.RequirePositive(InputResistance, "Ω", $"the input resistance of {Name}");
        InvalidParameterException.RequirePositive(Gain, "", $"the gain of {Name}");
        var reference = Reference == 0 ? NodeId.Ground : draft.Rail($"vref_{Name}", Reference);
        var (plus, minus) = (new NodeId($"plus_{name}"), new NodeId($"minus_{name}"));
        draft.Add(new Resistor($"R1_{name}", negative, minus, InputResistance * (1 + ResistorErrors.First)));
        draft.Add(new Resistor($"R2_{name}", minus, output, Gain * InputResistance * (1 + ResistorErrors.Second)));
        draft.Add(new Resistor($"R3_{name}", positive, plus, InputResistance * (1 + ResistorErrors.Third)));
        draft.Add(new Resistor($"R4_{name}", plus, reference, Gain * InputResistance * (1 + ResistorErrors.Fourth)));
        Amplifier.AddTo(draft, name, Name, plus, minus, output);
    }

    /// <summary>Whether the op-amp has left the range of its full gain.</summary>
    /// <param name="output">The tap behind the stage [V].</param>
    public bool IsSaturated(double output) => Amplifier.Figures?.HasFullGainAt(output) == false;
}
