using CircuitSim.Devices;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Cards;

namespace CircuitSim.Programming;

/// <summary>
/// One crosspoint, from word line to bit line: <c>word ─ limiter ─ memristor ─ selector or transistor ─ bit</c>.
/// Checked once (<see cref="Validated"/>), then trusted.
/// </summary>
public sealed record CellDesign
{
    public CellStructure Structure { get; init; }

    /// <summary>Of a 1S1R cell.</summary>
    public Selector Selector { get; init; } = new HyperbolicSineSelector(1e-9, 10);

    /// <summary>Of a 1T1R cell, kind NMOS; the default is a generic device, not one of a process.</summary>
    public ModelCard Transistor { get; init; } = new("cell_nmos", MosfetCard.NChannelKind, new Dictionary<string, string>
    {
        ["level"] = "1",
        ["vto"] = "0.5",
        ["kp"] = "200u",
    });

    /// <summary>Width of the transistor's channel [m].</summary>
    public double TransistorWidth { get; init; } = 1e-6;

    /// <summary>Length of the transistor's channel [m].</summary>
    public double TransistorLength { get; init; } = 100e-9;

    /// <summary>Compliance current of an ideal limiter in every cell, i = I_c tanh(v/(I_c · <see cref="KneeResistance"/>)); null for none [A].</summary>
    public double? ComplianceCurrent { get; init; }

    /// <summary>Resistance of the limiter far below its current [Ω].</summary>
    public const double KneeResistance = 10;

    /// <summary>The memristor alone.</summary>
    public static CellDesign Memristor { get; } = new();

    /// <summary>Returns this cell if its values are possible.</summary>
    /// <exception cref="InvalidParameterException">Names the value.</exception>
    /// <exception cref="NetlistException">The transistor's card is not one.</exception>
    public CellDesign Validated()
    {
        if (ComplianceCurrent is { } limit)
            InvalidParameterException.RequirePositive(limit, "A", "compliance current");
        if (Structure == CellStructure.Selector)
            Selector.Validated();
        if (Structure == CellStructure.Transistor)
        {
            InvalidParameterException.RequirePositive(TransistorWidth, "m", "transistor width");
            InvalidParameterException.RequirePositive(TransistorLength, "m", "transistor length");
            if (MosfetCard.ToParameters(Transistor).IsPChannel)
                throw InvalidParameterException.Because("transistor", $"the transistor card {Transistor.Name} is a PMOS; a 1T1R cell here takes an NMOS.");
        }

        return this;
    }

    /// <summary>A word-line voltage whose reads leave a device where it is: well below its thresholds, and 0.2 V at most behind a selector [V].</summary>
    /// <param name="conductances">That reads may find [S].</param>
    public double SafeReadVoltage(IThresholdModel nominal, ReadOnlySpan<double> conductances)
    {
        var threshold = Math.Min(nominal.Thresholds.Upper, -nominal.Thresholds.Lower);
        if (Structure != CellStructure.Selector)
            return Math.Min(0.2, 2 * threshold / 3);
        var (least, greatest) = (double.PositiveInfinity, 0.0);
        foreach (var g in conductances)
            (least, greatest) = (Math.Min(least, g), Math.Max(greatest, g));
        // The selector takes more or less of it according to the cell, so the device's part stays far from its threshold.
        var part = Math.Min(0.2, 0.4 * threshold);
        return part + Selector.VoltageAt(part * Math.Sqrt(least * greatest));
    }

    /// <summary>The selector of a 1S1R cell, else null.</summary>
    public Selector? ActiveSelector => Structure == CellStructure.Selector ? Selector : null;

    /// <summary>
    /// Conductance that a read finds: current over voltage, from which a selector is taken away by its curve. A transistor
    /// and the wires stay part of it.
    /// </summary>
    /// <param name="current">[A]</param>
    /// <param name="voltage">Between the lines [V].</param>
    public double ReadConductance(double current, double voltage) =>
        Structure == CellStructure.Selector ? current / Math.Max(voltage - Selector.VoltageAt(current), 1e-9 * voltage) : current / voltage;

    /// <summary>The current at which a read finds a conductance; the inverse of <see cref="ReadConductance"/> [A].</summary>
    /// <param name="conductance">[S]</param>
    /// <param name="voltage">Between the lines [V].</param>
    public double ReadCurrent(double conductance, double voltage)
    {
        if (Structure != CellStructure.Selector)
            return conductance * voltage;
        var (low, high) = (0.0, conductance * voltage);
        while (0.5 * (low + high) is var middle && middle > low && middle < high)
            (low, high) = ReadConductance(middle, voltage) < conductance ? (middle, high) : (low, middle);
        return high;
    }
}
