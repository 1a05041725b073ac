using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Periphery.Converters;

namespace CircuitSim.Periphery;

/// <summary>
/// An analog neuron for a differential pair of bit lines, after Zanotti, Pavan and Puglisi (IEEE IIRW 2021): it holds both lines at
/// <see cref="ClampVoltage"/>, takes their currents, and gives k·(I₊ − I₋), clipped to 0 … <see cref="FullScale"/>, as a voltage
/// above its lower rail that a quantizer of <see cref="Bits"/> reads. As a circuit it is of transistors (0.18 µm, level 1), its
/// <see cref="Bias"/> the knob between power and settling.
/// </summary>
public sealed record Neuron : IDifferenceStage
{
    public string Name { get; init; } = "neuron";

    /// <summary>Current of the amplifier that holds a line; each line takes four times this from the supply [A].</summary>
    public double Bias { get; init; } = 10e-6;

    /// <summary>k: volts at the output per ampere of difference [Ω].</summary>
    public double Transresistance { get; init; } = 10e3;

    /// <summary>Where the transfer is clipped [V].</summary>
    public double FullScale { get; init; } = 0.8;

    public int Bits { get; init; } = 4;

    /// <summary>Of the bit lines; the rails lie 0.8 V above and 1 V below [V].</summary>
    public double ClampVoltage { get; init; }

    /// <summary>Lower rail, from which the output counts [V].</summary>
    public double LowerRail => ClampVoltage - 1;

    /// <summary>k·(I₊ − I₋), clipped; above the lower rail [V].</summary>
    /// <param name="positive">Current of the plus line into the neuron [A].</param>
    /// <param name="negative">Current of the minus line into the neuron [A].</param>
    public double Ideal(double positive, double negative) => Math.Clamp(Transresistance * (positive - negative), 0, FullScale);

    /// <summary>Activation of 0 … 2^Bits − 1 that an output gives: the nearest of equal steps, full scale the last.</summary>
    /// <param name="output">Above the lower rail [V].</param>
    public int Quantize(double output)
    {
        var last = (1 << Bits) - 1;
        return (int)Math.Clamp(Math.Round(output / FullScale * last, MidpointRounding.AwayFromZero), 0, last);
    }

    /// <summary>The quantizer as a flash converter at the circuit's output: its ladder begins half a step below the lower rail.</summary>
    /// <param name="unitResistance">Of one resistor of the ladder [Ω].</param>
    /// <param name="errors">Of its resistors; null: none.</param>
    /// <param name="offsets">Of its comparators [V]; null: none.</param>
    public FlashConverter Quantizer(double unitResistance = 1e3, IReadOnlyList<double>? errors = null, IReadOnlyList<double>? offsets = null)
    {
        var step = FullScale / ((1 << Bits) - 1);
        return new FlashConverter(Bits, LowerRail - 0.5 * step, (1 << Bits) * step, unitResistance, errors, offsets);
    }

    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public void Validate()
    {
        InvalidParameterException.RequirePositive(Bias, "A", $"{Name}: bias");
        InvalidParameterException.RequirePositive(Transresistance, "Ω", $"{Name}: transresistance");
        InvalidParameterException.RequireFinite(ClampVoltage, "V", $"{Name}: clamp voltage");
        if (FullScale is not (> 0 and <= 1.4))
            throw InvalidParameterException.OutOfRange($"{Name}: full scale", FullScale, "V", "above zero and at most 1.4 V, which rails of 1.8 V leave");
        if (Bits is < 1 or > FlashConverter.MostBits)
            throw InvalidParameterException.OutOfRange($"{Name}: bits", Bits, "", $"1 to {FlashConverter.MostBits}");
    }

    /// <param name="positive">The plus line, which the circuit holds.</param>
    /// <param name="negative">The minus line.</param>
    public void AddTo(CircuitDraft draft, string name, NodeId positive, NodeId negative, NodeId output)
    {
        ArgumentNullException.ThrowIfNull(draft);
        Validate();
        PeripheryLibrary.AddTo(draft, "neuron");
        var clamp = draft.Rail($"{name}_ref", ClampVoltage);
        var (upper, lower) = (draft.Rail($"{name}_vdd", ClampVoltage + 0.8), draft.Rail($"{name}_vss", LowerRail));
        draft.Add(new SubcircuitCall($"X{name}", [positive, negative, output, clamp, upper, lower], "neuron")
        {
            Parameters = [new("ib", Bias), new("rf", Transresistance)],
        });
        // Gates of some hundred femtofarads.
        draft.ResolveCharge(1e-18);
        draft.StartAt(positive, ClampVoltage);
        draft.StartAt(negative, ClampVoltage);
    }
}
