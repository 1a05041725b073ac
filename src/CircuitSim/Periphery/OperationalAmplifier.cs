using System.Numerics;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Numerics;

namespace CircuitSim.Periphery;

/// <summary>
/// A two-stage CMOS op-amp by its figures, placed as the subcircuit opamp_macro of netlists/periphery. Unlike a macro with one
/// pole and a series resistance it feels a load as the transistors do: with the gain, and with the second pole.
/// docs/read-out.md derives the parameters from the figures.
/// </summary>
public sealed record OperationalAmplifier : IAmplifier
{
    /// <summary>Below it a loop rings for about five periods, and stages refuse to be built [°].</summary>
    public const double LeastPhaseMargin = 15;

    /// <summary>Of loops that remedies lead to, as Graeme, Photodiode Amplifiers, chooses it [°].</summary>
    public const double GoodPhaseMargin = 45;

    private const string Macro = "opamp_macro";

    /// <summary>Open-loop gain at DC without a load [V/V].</summary>
    public required double Gain { get; init; }

    /// <summary>Gain times its first pole, without a load [Hz].</summary>
    public required double GainBandwidth { get; init; }

    /// <summary>What the first stage lets the output rise by [V/s].</summary>
    public required double RisingSlew { get; init; }

    /// <summary>What the first stage lets the output fall by; a load may be slower, see <see cref="SinkCurrent"/> [V/s].</summary>
    public required double FallingSlew { get; init; }

    /// <summary>[V]</summary>
    public required double PositiveSupply { get; init; }

    /// <summary>[V]</summary>
    public required double NegativeSupply { get; init; }

    /// <summary>Of the second stage at rest; there is no other [Ω].</summary>
    public required double OutputResistance { get; init; }

    /// <summary>What the second stage carries at rest, and all that it can sink (class A) [A].</summary>
    public required double SinkCurrent { get; init; }

    /// <summary>Input voltage at which the output rests in the middle of the supplies [V].</summary>
    public double Offset { get; init; }

    /// <summary>Into each input [A].</summary>
    public double BiasCurrent { get; init; }

    /// <summary>Taken from the supplies at rest [A].</summary>
    public double SupplyCurrent { get; init; }

    /// <summary>How far below the positive supply the output may rise before the sourcing transistor leaves saturation [V].</summary>
    public double SourceOverdrive { get; init; } = 0.18;

    /// <summary>How far above the negative supply the output may fall before the sinking transistor leaves saturation [V].</summary>
    public double SinkOverdrive { get; init; } = 0.15;

    /// <summary>What the input pair and its tail need above the negative and below the positive supply; the macro itself has no such bound [V].</summary>
    public (double Above, double Below) InputHeadroom { get; init; } = (double.NegativeInfinity, double.NegativeInfinity);

    /// <summary>How far the gate of the second stage can move from its rest: down, and up [V].</summary>
    public (double Down, double Up) GateSwing { get; init; } = (0.9, 0.6);

    /// <summary>[F]</summary>
    public double MillerCapacitance { get; init; } = 1e-12;

    /// <summary>In series with the Miller capacitance; 1/g_m2 cancels the zero [Ω].</summary>
    public double MillerResistance { get; init; } = 1;

    /// <summary>At the gate of the second stage [F].</summary>
    public double GateCapacitance { get; init; }

    /// <summary>At the output, without the load [F].</summary>
    public double OutputCapacitance { get; init; }

    /// <summary>Between the inputs [F].</summary>
    public double InputCapacitance { get; init; }

    /// <summary>Fitted to the transistors of opamp_1v8.</summary>
    public static OperationalAmplifier Cmos1V8 { get; } = new()
    {
        Gain = 1498,
        GainBandwidth = 50.4e6,
        RisingSlew = 51.5e6,
        FallingSlew = 48.5e6,
        PositiveSupply = 1.8,
        NegativeSupply = 0,
        OutputResistance = 20.2e3,
        SinkCurrent = 152e-6,
        SourceOverdrive = 0.193,
        InputHeadroom = (0.78, 0.17),
        Offset = 148e-6,
        SupplyCurrent = 250e-6,
        MillerResistance = 530,
        GateCapacitance = 0.68e-12,
        OutputCapacitance = 0.1e-12,
    };

    /// <summary>Fitted to the transistors of opamp_5v.</summary>
    public static OperationalAmplifier Cmos5V { get; } = new()
    {
        Gain = 10940,
        GainBandwidth = 5.58e6,
        RisingSlew = 10.7e6,
        FallingSlew = 12.6e6,
        PositiveSupply = 2.5,
        NegativeSupply = -2.5,
        OutputResistance = 125e3,
        SinkCurrent = 100e-6,
        SourceOverdrive = 0.2,
        SinkOverdrive = 0.4,
        InputHeadroom = (1.41, 0.13),
        GateSwing = (1.8, 0.8),
        Offset = -41e-6,
        SupplyCurrent = 158e-6,
        MillerCapacitance = 3.02e-12,
        GateCapacitance = 0.25e-12,
        OutputCapacitance = 0.25e-12,
    };

    public OperationalAmplifier Figures => this;

    /// <summary>Lowest output with full gain [V].</summary>
    public double LowestOutput => NegativeSupply + SinkOverdrive;

    /// <summary>Highest output with full gain [V].</summary>
    public double HighestOutput => PositiveSupply - SourceOverdrive;

    /// <summary>Lowest voltage that a follower can give [V].</summary>
    public double LowestFollowed => Math.Max(LowestOutput, NegativeSupply + InputHeadroom.Above);

    /// <summary>Highest voltage that a follower can give [V].</summary>
    public double HighestFollowed => Math.Min(HighestOutput, PositiveSupply - InputHeadroom.Below);

    public bool HasFullGainAt(double output) => output >= LowestOutput && output <= HighestOutput;

    /// <summary>Where inputs and outputs have most room [V].</summary>
    public double Middle => (PositiveSupply + NegativeSupply) / 2;

    /// <summary>g_m2 [S]: that of a square-law transistor, twice its current over its overdrive.</summary>
    public double SecondTransconductance => 2 * SinkCurrent / SourceOverdrive;

    /// <summary>Of the second stage's transistors without voltage across them, I₇ = I − V/(4R₂): λ = 1/(2 I₇ R₂) makes up the rest [A].</summary>
    private double SaturationCurrent => SinkCurrent - (PositiveSupply - NegativeSupply) / (4 * OutputResistance);

    /// <summary>R₁ [Ω], from Gain = g_m1 R₁ g_m2 R₂ and Gain/(2π GBW) = R₁ [C_p + C_c (1 + g_m2 R₂)] + R₂ (C_o + C_c).</summary>
    public double FirstResistance =>
        (Gain / (2 * Math.PI * GainBandwidth) - OutputResistance * (OutputCapacitance + MillerCapacitance))
        / (GateCapacitance + MillerCapacitance * (1 + SecondTransconductance * OutputResistance));

    /// <summary>g_m1 [S]</summary>
    public double FirstTransconductance => Gain / (FirstResistance * SecondTransconductance * OutputResistance);

    public void AddTo(CircuitDraft draft, string name, string supply, NodeId positive, NodeId negative, NodeId output)
    {
        ArgumentNullException.ThrowIfNull(draft);
        Check(supply);
        PeripheryLibrary.AddTo(draft, Macro);
        var (vdd, vss) = AddRails(draft, supply);
        draft.StartAt(negative, positive);
        draft.Add(new SubcircuitCall($"Xamp_{name}", [positive, negative, output, vdd, vss], Macro)
        {
            Parameters =
            [
                new("gm1", FirstTransconductance),
                new("irise", RisingSlew * MillerCapacitance),
                new("ifall", FallingSlew * MillerCapacitance),
                new("r1", FirstResistance),
                new("vos", -Offset),
                new("plow", GateSwing.Down),
                new("phigh", GateSwing.Up),
                new("cp", GateCapacitance),
                new("cc", MillerCapacitance),
                new("rz", MillerResistance),
                new("i7", SaturationCurrent),
                new("lambda", 1 / (2 * SaturationCurrent * OutputResistance)),
                new("vov", SourceOverdrive),
                new("vhigh", PositiveSupply),
                new("vlow", NegativeSupply),
                new("vsink", SinkOverdrive),
                new("co", OutputCapacitance),
                new("cin", InputCapacitance),
                new("ib", BiasCurrent),
                new("iq", Math.Max(SupplyCurrent - SinkCurrent, 0)),
            ],
        });
    }

    /// <summary>Phase margin of a loop around the op-amp, from the small-signal circuit of its two stages [°].</summary>
    /// <param name="loop">At s = jω: what part of the output returns to the inverting input, and the admittance that loads the output [S].</param>
    internal double PhaseMargin(Func<Complex, (Complex Returned, Complex Load)> loop)
    {
        var (below, above) = (1e-3 * GainBandwidth, 1e3 * GainBandwidth);
        while (above / below > 1 + 1e-9)
        {
            var middle = Math.Sqrt(below * above);
            if (Complex.Abs(LoopGain(middle)) > 1)
                below = middle;
            else
                above = middle;
        }

        // The phase is followed from DC, where it is zero, so that it may pass 180°.
        const int Steps = 400;
        var (phase, last, from) = (0.0, 0.0, below * 1e-6);
        for (var k = 0; k <= Steps; k++)
        {
            var now = LoopGain(from * Math.Pow(below / from, (double)k / Steps)).Phase;
            phase += k == 0 ? now : Math.IEEERemainder(now - last, 2 * Math.PI);
            last = now;
        }

        return 180 + phase * 180 / Math.PI;

        // KCL at the gate p and the output q: (1/R₁ + sC_p + Y) p − Y q = −g_m1, (g_m2 − Y) p + (1/R₂ + sC_o + Y + load) q = 0.
        Complex LoopGain(double frequency)
        {
            var s = new Complex(0, 2 * Math.PI * frequency);
            var (returned, load) = loop(s);
            var miller = 1 / (MillerResistance + 1 / (s * MillerCapacitance));
            var gate = 1 / FirstResistance + s * GateCapacitance + miller;
            var output = 1 / OutputResistance + s * OutputCapacitance + miller + load;
            var gm2 = SecondTransconductance;
            return returned * FirstTransconductance * (gm2 - miller) / (gate * output + (gm2 - miller) * miller);
        }
    }

    internal (NodeId Positive, NodeId Negative) AddRails(CircuitDraft draft, string supply) =>
        (RailOrGround(draft, $"vdd_{supply}", PositiveSupply), RailOrGround(draft, $"vss_{supply}", NegativeSupply));

    private void Check(string supply)
    {
        Require(Gain, "the gain", "");
        Require(GainBandwidth, "the gain-bandwidth", "Hz");
        Require(RisingSlew, "the rising slew", "V/s");
        Require(FallingSlew, "the falling slew", "V/s");
        Require(OutputResistance, "the output resistance", "Ω");
        Require(SinkCurrent, "the sink current", "A");
        Require(MillerCapacitance, "the Miller capacitance", "F");
        if (!(HighestOutput > LowestOutput))
            throw InvalidParameterException.Because(supply, FormattableString.Invariant($"the op-amp of {supply} has no output range between its supplies of {NegativeSupply} and {PositiveSupply} V; raise the supply or lower its overdrives."));
        if (SaturationCurrent <= 0)
            throw InvalidParameterException.Because(supply, $"the op-amp of {supply} has an output resistance of {SiText.Format(OutputResistance, "Ω")}, which a class-A stage of {SiText.Format(SinkCurrent, "A")} cannot have; raise its sink current above {SiText.Format((PositiveSupply - NegativeSupply) / (4 * OutputResistance), "A")}, or the output resistance.");
        if (!(FirstResistance > 0 && double.IsFinite(FirstResistance)))
            throw InvalidParameterException.Because(supply, FormattableString.Invariant($"the op-amp of {supply} with a gain of {Gain} cannot have a gain-bandwidth of {GainBandwidth:G4} Hz behind its output resistance; lower the gain-bandwidth, the Miller capacitance or the output resistance."));

        void Require(double value, string what, string unit) => InvalidParameterException.RequirePositive(value, unit, $"{what} of the op-amp of {supply}");
    }

    private static NodeId RailOrGround(CircuitDraft draft, string name, double voltage) => voltage == 0 ? NodeId.Ground : draft.Rail(name, voltage);
}
