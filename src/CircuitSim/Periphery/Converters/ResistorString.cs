using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Periphery.Converters;

/// <summary>
/// A string of 2^N resistors between ground and the reference, and a tree of switches that leads one of its taps to the output:
/// <code>
///   reference ─R─┬─R─┬─ … ─┬─R─ ground         tap k: k/2^N Reference, so codes rise whatever the resistors are
///               tap      tap 0
///                 ╲  ╱           bit 0         one level of switches a bit, each with its on-resistance
///                   …            …
///                 output         bit N − 1
/// </code>
/// The sources of the bits control the switches and carry no current. The output stands behind the string's resistance at the tap, up to
/// 2^N R/4, and N switches.
/// </summary>
public sealed class ResistorString : IDigitalToAnalog
{
    public const int MostBits = 12;

    private readonly CodeScale scale;
    private readonly double[] errors;

    /// <param name="reference">[V]</param>
    /// <param name="unitResistance">Of one of the 2^bits [Ω].</param>
    /// <param name="switchResistance">Of a switch that is on, above zero [Ω].</param>
    /// <param name="errors">[<see cref="PartsOf"/>]; relative, from the resistor at ground up. Null: none.</param>
    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public ResistorString(int bits, double reference, double unitResistance, double switchResistance = 1, IReadOnlyList<double>? errors = null)
    {
        scale = new CodeScale(bits, 0, InvalidParameterException.RequirePositive(reference, "V"), MostBits, "a resistor string");
        UnitResistance = InvalidParameterException.RequirePositive(unitResistance, "Ω", "unit resistance");
        SwitchResistance = InvalidParameterException.RequirePositive(switchResistance, "Ω", "switch resistance");
        this.errors = PartErrors.Require(errors, PartsOf(bits), "resistors");
    }

    public string Name => "resistor string";

    public int Bits => scale.Bits;

    public double Reference => scale.Range;

    public double BitVoltage => 1;

    /// <summary>[Ω]</summary>
    public double UnitResistance { get; }

    /// <summary>[Ω]</summary>
    public double SwitchResistance { get; }

    /// <summary>Of a switch that is off [Ω].</summary>
    public double OffResistance { get; init; } = SwitchCards.Open;

    public static int PartsOf(int bits) => 1 << bits;

    public double Ideal(int code) => scale.Start(scale.Require(code));

    public void AddTo(CircuitDraft draft, string name, NodeId output)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var (closing, opening) = SwitchCards.AddTo(draft, SwitchResistance, OffResistance);
        NodeId[] nodes = [NodeId.Ground, .. Enumerable.Range(1, scale.Count - 1).Select(k => new NodeId($"{name}_t{k}"))];
        NodeId[] ends = [.. nodes, draft.Rail($"{name}_ref", Reference)];
        for (var k = 0; k < scale.Count; k++)
            draft.Add(new Resistor($"R{name}_{k}", ends[k + 1], ends[k], UnitResistance * (1 + errors[k])));
        for (var bit = 0; bit < Bits; bit++)
        {
            var gate = new NodeId($"{name}_b{bit}");
            draft.Add(new VoltageSource($"V{name}_{bit}", gate, NodeId.Ground, 0.0));
            var merged = new NodeId[nodes.Length / 2];
            for (var k = 0; k < merged.Length; k++)
            {
                merged[k] = merged.Length == 1 ? output : new NodeId($"{name}_m{bit}_{k}");
                draft.Add(new VoltageSwitch($"S{name}_{bit}_{k}n", nodes[2 * k], merged[k], NodeId.Ground, gate, opening));
                draft.Add(new VoltageSwitch($"S{name}_{bit}_{k}p", nodes[2 * k + 1], merged[k], gate, NodeId.Ground, closing));
            }

            nodes = merged;
        }
    }
}
