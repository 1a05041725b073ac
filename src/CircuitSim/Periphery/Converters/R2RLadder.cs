using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Periphery.Converters;

/// <summary>
/// An R-2R ladder in voltage mode:
/// <code>
///        ┌─2R─ ground
///        n0 ──R── n1 ──R── … ── output
///        2R       2R            2R
///        bit 0    bit 1         bit N − 1       sources of 0 or Reference behind the on-resistance of their switches
/// </code>
/// Seen from every node the ladder below is 2R ‖ 2R = R, so a bit counts twice the one below it, and the output is a voltage of
/// D/2^N Reference behind R: what it drives divides it. The source of a bit and its leg are the switch between ground and reference.
/// </summary>
public sealed class R2RLadder : IDigitalToAnalog
{
    public const int MostBits = 24;

    private readonly CodeScale scale;
    private readonly double[] errors;

    /// <param name="reference">[V]</param>
    /// <param name="unitResistance">R [Ω].</param>
    /// <param name="switchResistance">In series with each leg [Ω].</param>
    /// <param name="errors">[<see cref="PartsOf"/>]; relative, of the termination, of the legs from bit 0 up, of the rungs between nodes from bit 0 up. Null: none.</param>
    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public R2RLadder(int bits, double reference, double unitResistance, double switchResistance = 0, IReadOnlyList<double>? errors = null)
    {
        scale = new CodeScale(bits, 0, InvalidParameterException.RequirePositive(reference, "V"), MostBits, "an R-2R ladder");
        OutputResistance = InvalidParameterException.RequirePositive(unitResistance, "Ω", "unit resistance");
        SwitchResistance = InvalidParameterException.RequireNonNegative(switchResistance, "Ω", "switch resistance");
        this.errors = PartErrors.Require(errors, PartsOf(bits), "resistors");
    }

    public string Name => "R-2R ladder";

    public int Bits => scale.Bits;

    public double Reference => scale.Range;

    public double BitVoltage => Reference;

    /// <summary>R, with ideal parts [Ω].</summary>
    public double OutputResistance { get; }

    /// <summary>[Ω]</summary>
    public double SwitchResistance { get; }

    public static int PartsOf(int bits) => 2 * bits;

    public double Ideal(int code) => scale.Start(scale.Require(code));

    public void AddTo(CircuitDraft draft, string name, NodeId output)
    {
        ArgumentNullException.ThrowIfNull(draft);
        NodeId Rung(int k) => k == Bits - 1 ? output : new NodeId($"{name}_n{k}");
        draft.Add(new Resistor($"R{name}_t", Rung(0), NodeId.Ground, 2 * OutputResistance * (1 + errors[0])));
        for (var k = 0; k < Bits; k++)
        {
            var bit = new NodeId($"{name}_b{k}");
            draft.Add(new VoltageSource($"V{name}_{k}", bit, NodeId.Ground, 0.0));
            draft.Add(new Resistor($"R{name}_l{k}", bit, Rung(k), 2 * OutputResistance * (1 + errors[1 + k]) + SwitchResistance));
            if (k > 0)
                draft.Add(new Resistor($"R{name}_r{k}", Rung(k - 1), Rung(k), OutputResistance * (1 + errors[Bits + k])));
        }
    }
}
