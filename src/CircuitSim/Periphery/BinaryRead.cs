using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Numerics;
using MathNet.Numerics;

namespace CircuitSim.Periphery;

/// <summary>
/// A read of one binary cell by a sense amplifier. The cell and a reference each draw a current from the read voltage, through
/// their wires into a sense resistor, and the amplifier compares the two voltages:
/// <code>
///   read ── G ── R_line ──┬── +                 V = V_read · R_s / (1/G + R_line + R_s)
///                        R_s
///   read ── G_ref ── R_line,ref ──┬── −         LRS where V is the higher
///                                R_s
/// </code>
/// A reference cell stands beside the array, its line as short at every read; a reference column runs along the read one, its line as
/// long as the cell's, and what the wires take cancels nearly.
/// </summary>
public sealed record BinaryRead
{
    /// <summary>[V]</summary>
    public double ReadVoltage { get; init; } = 0.2;

    /// <summary>Of a cell in LRS [S].</summary>
    public double OnConductance { get; init; } = 1e-4;

    /// <summary>Resistance of HRS over that of LRS.</summary>
    public double Ratio { get; init; } = 10;

    /// <summary>Null is the middle between LRS and HRS [S].</summary>
    public double? ReferenceConductance { get; init; }

    /// <summary>R_s [Ω]</summary>
    public double SenseResistance { get; init; } = 1e3;

    /// <summary>Wires between source, cell and sense resistor [Ω].</summary>
    public double LineResistance { get; init; }

    /// <summary>The same of the reference: that of the cell for a reference column, a constant for a reference cell [Ω].</summary>
    public double ReferenceLineResistance { get; init; }

    /// <summary>What a cell's place lets the amplifier see: positive for LRS, negative for HRS [V].</summary>
    public double Difference(bool isOn) =>
        Sensed(isOn ? OnConductance : OnConductance / Ratio, LineResistance) - Sensed(Reference, ReferenceLineResistance);

    /// <summary>
    /// Probability that a read is wrong where LRS and HRS are equally frequent and the amplifier's offset is normal with mean 0:
    /// the mean over both states of Q(ΔV/σ), Q the normal distribution's upper tail.
    /// </summary>
    /// <param name="offsetDeviation">σ, of <see cref="InputPairMismatch.OffsetDeviation"/> [V].</param>
    public double ErrorRate(double offsetDeviation) => 0.5 * (Tail(Difference(true) / offsetDeviation) + Tail(-Difference(false) / offsetDeviation));

    /// <summary>Reads LRS and HRS by turns, each with an amplifier of its own, and counts what is read wrongly.</summary>
    /// <param name="amplifier">Its offset is drawn.</param>
    /// <param name="random">One child stream per read.</param>
    public int CountErrors(SenseAmplifier amplifier, InputPairMismatch mismatch, int reads, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(amplifier);
        ArgumentNullException.ThrowIfNull(mismatch);
        ArgumentNullException.ThrowIfNull(random);
        var errors = 0;
        for (var read = 0; read < reads; read++)
        {
            var isOn = (read & 1) == 0;
            var (threshold, width) = mismatch.Draw(random.Child("read", read));
            if ((amplifier with { Offset = mismatch.Offset(threshold, width) }).Decide(Difference(isOn)) != isOn)
                errors++;
        }

        return errors;
    }

    /// <summary>Adds cell, reference and sense resistors; the amplifier goes between the two nodes.</summary>
    /// <param name="bottom">Where the sense resistors end: the common mode of the amplifier; the read voltage is above it.</param>
    public (NodeId Cell, NodeId Reference) AddTo(CircuitDraft draft, string name, NodeId read, NodeId bottom, bool isOn)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var nodes = (Cell: new NodeId($"{name}_cell"), Reference: new NodeId($"{name}_reference"));
        Add("cell", nodes.Cell, 1 / (isOn ? OnConductance : OnConductance / Ratio) + LineResistance);
        Add("reference", nodes.Reference, 1 / Reference + ReferenceLineResistance);
        return nodes;

        void Add(string what, NodeId node, double resistance)
        {
            draft.Add(new Resistor($"R{name}_{what}", read, node, resistance));
            draft.Add(new Resistor($"R{name}_{what}_sense", node, bottom, SenseResistance));
        }
    }

    private double Reference => ReferenceConductance ?? 0.5 * OnConductance * (1 + 1 / Ratio);

    private double Sensed(double conductance, double line) => ReadVoltage * SenseResistance / (1 / conductance + line + SenseResistance);

    private static double Tail(double deviations) => 0.5 * SpecialFunctions.Erfc(deviations / Math.Sqrt(2));
}
