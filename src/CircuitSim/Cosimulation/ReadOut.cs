using CircuitSim.Crossbars;
using CircuitSim.Encodings;
using CircuitSim.Numerics;
using CircuitSim.Periphery;

namespace CircuitSim.Cosimulation;

/// <summary>
/// The read of a mapped layer with any of its stages as circuits and the rest ideal, at rest or in time:
/// <code>
/// code ─DAC─ driver ─ row │ array │ column ─TIA─ [subtractor] ─ sample-and-hold ─ADC─ code ─ decode
///                          x V_read        I      −I R_f    I_k − I_ref
/// </code>
/// All conductances are scaled by one factor, since no small amplifier reads the papers' currents; ratios and classes stay.
/// Parts are drawn once, so every set of stages meets the same ones. Not for several threads.
/// </summary>
public sealed partial class ReadOut
{
    private readonly MappedLayer layer;
    private readonly double[] cells;
    private readonly Lazy<double[]> wired;
    private readonly ReadOutParts parts;
    private readonly double fullScale;

    /// <param name="layer">Its weights, and the read voltage.</param>
    /// <param name="calibration">Images whose largest column current, or difference of two, is full scale.</param>
    /// <param name="mismatch">Of all parts that are drawn.</param>
    /// <exception cref="InvalidParameterException">A stage does not fit the layer or its neighbour; the message names both.</exception>
    public ReadOut(MappedLayer layer, InputBatch calibration, ReadOutDesign design, RandomStream mismatch)
    {
        (this.layer, Design) = (layer, design);
        HasSubtractor = SubtractsReference(layer.Weights);
        var currents = design is { FullScaleCurrent: not null, LastCodeCurrent: not null } ? [] : layer.Currents(calibration);
        fullScale = design.FullScaleCurrent is { } given ? InvalidParameterException.RequirePositive(given, "A", "full-scale current")
            : currents.Max() is > 0 and var largest ? largest : throw WithoutScale("drives any current");
        ConductanceScale = design.ConductanceScale ?? Math.Min(1, Math.Pow(10, Math.Floor(-4 - Math.Log10(fullScale) + 1e-9)));
        InvalidParameterException.RequirePositive(ConductanceScale, "", "conductance scale");
        FullScaleCurrent = fullScale * ConductanceScale;
        FeedbackResistance = InvalidParameterException.RequirePositive(design.FullScaleVoltage, "V", "full-scale voltage") / FullScaleCurrent;
        var (lowest, highest) = design.LastCodeCurrent is { } last ? RangeTo(InvalidParameterException.RequirePositive(last, "A", "current of the last code"))
            : HasSubtractor ? DifferenceRange(currents) : (-design.FullScaleVoltage, 0);
        Lsb = (highest - lowest) / ((1 << RequireBits(design.AdcBits)) - 1);
        (AdcLowest, AdcRange) = (lowest - Lsb / 2, highest - lowest + Lsb);
        cells = [.. layer.Weights.Conductances.ToArray().Select(g => g * ConductanceScale)];
        wired = new(() => EffectiveConductance.Compute(design.Wiring, cells, CrossbarSolverOptions.Tightest).Values.ToArray());
        parts = new ReadOutParts(this, mismatch);
    }

    public ReadOutDesign Design { get; }

    /// <summary>Whether the layer's last column is the reference that is subtracted from every other.</summary>
    public bool HasSubtractor { get; }

    /// <summary>One factor of all conductances.</summary>
    public double ConductanceScale { get; }

    /// <summary>The largest column current over the calibration images, conductances scaled [A].</summary>
    public double FullScaleCurrent { get; }

    /// <summary>R_f, which gives <see cref="ReadOutDesign.FullScaleVoltage"/> at that current [Ω].</summary>
    public double FeedbackResistance { get; }

    /// <summary>At the input of the ADC [V].</summary>
    public double Lsb { get; }

    /// <summary>Where the ADC's first code begins [V].</summary>
    public double AdcLowest { get; }

    /// <summary>2^b LSB [V].</summary>
    public double AdcRange { get; }

    /// <summary>What one LSB of the ADC is at the rows [V].</summary>
    public double RowLsb => layer.ReadVoltage / ((1 << Design.AdcBits) - 1);

    public MappedLayer Layer => layer;

    /// <summary>[<see cref="Lines"/>] as they were drawn, of voltages that are held; each thread takes copies.</summary>
    public IReadOnlyList<IAnalogToDigital> Converters => parts.Converters;

    /// <summary>Lines that are converted: columns, or behind subtractors outputs.</summary>
    public int Lines => HasSubtractor ? layer.Weights.Outputs : layer.Columns;

    /// <summary>The stages that this chain has.</summary>
    public IEnumerable<ReadOutStage> Stages => StageSet.Everything.Where(s => s != ReadOutStage.Subtractor || HasSubtractor);

    /// <summary>What a user asked for as far as this chain has it.</summary>
    /// <exception cref="InvalidParameterException">A stage was named that the chain does not have.</exception>
    public StageSet Require(StageSet asked) => asked == StageSet.Circuit ? StageSet.Of(Stages)
        : asked.Stages.Except(Stages).Any()
            ? throw NothingToSubtract()
            : asked;

    /// <summary>What is wrong with a subtractor in a chain without a reference column.</summary>
    public static InvalidParameterException NothingToSubtract() => InvalidParameterException.Because("stages",
        $"stages: this layer has no reference column, so nothing is subtracted; leave {StageSet.WordOf(ReadOutStage.Subtractor)} out.");

    /// <summary>What is wrong with a transient of nothing but ideal stages.</summary>
    public static InvalidParameterException NothingTakesTime() => InvalidParameterException.Because("stages",
        "stages: ideal stages take no time; name those that are circuits, or look at them at rest.");

    /// <summary>The ideal transfers of the whole chain, from an image's row voltages on.</summary>
    internal void FollowIdeal(ReadOutVoltages into, int image) => Follow(into.Rows(image), cells, into, image, from: ReadOutStage.Array);

    private (double Lowest, double Highest) DifferenceRange(double[] currents)
    {
        var (columns, largest) = (layer.Columns, 0.0);
        for (var k = 0; k < currents.Length; k++)
            largest = Math.Max(largest, Math.Abs(currents[k] - currents[k / columns * columns + columns - 1]));
        largest *= ConductanceScale * FeedbackResistance;
        return largest > 0 ? (-largest, largest) : throw WithoutScale("tells any column from the reference");
    }

    private (double Lowest, double Highest) RangeTo(double current)
    {
        var voltage = current * ConductanceScale * FeedbackResistance;
        return HasSubtractor ? (0, voltage) : (-voltage, 0);
    }

    private static InvalidParameterException WithoutScale(string what) =>
        InvalidParameterException.Because("inputs", $"inputs: none of those that the read-out is calibrated with {what}, so its converters have no full scale; choose other inputs or weights.");

    private static int RequireBits(int bits) => bits is >= 1 and <= 24
        ? bits
        : throw InvalidParameterException.OutOfRange("ADC bits", bits, "", "from 1 to 24");

    /// <summary>What a stage is made of, in a few words a line.</summary>
    public IReadOnlyList<string> Describe(ReadOutStage stage) => stage switch
    {
        ReadOutStage.Dac => ["R-2R", FormattableString.Invariant($"{parts.Dacs[0].Bits} bits")],
        ReadOutStage.Driver => ["follower"],
        ReadOutStage.Array => [FormattableString.Invariant($"{layer.Weights.Rows} × {layer.Columns}"), $"{SiText.Format(Design.Wiring.WordLineSegments[0], "Ω")} a segment"],
        ReadOutStage.Tia => ["R_f", SiText.Format(FeedbackResistance, "Ω")],
        ReadOutStage.Subtractor => ["four resistors"],
        ReadOutStage.SampleHold => [SiText.Format(Design.Hold.HoldCapacitance, "F")],
        _ => [parts.Converters[0].Name, FormattableString.Invariant($"{Design.AdcBits} bits")],
    };

    /// <summary>Whether every output is what its column has more than the last one, which a subtractor of equal resistors forms.</summary>
    private static bool SubtractsReference(EncodedWeights weights)
    {
        if (weights.Columns != weights.Outputs + 1 || weights.InputSumDecode.IndexOfAnyExcept(0) >= 0)
            return false;
        for (var k = 0; k < weights.Outputs; k++)
        {
            var row = weights.CurrentDecode.Slice(k * weights.Columns, weights.Columns);
            if (row[..k].IndexOfAnyExcept(0) >= 0 || row[(k + 1)..^1].IndexOfAnyExcept(0) >= 0 || row[^1] != -row[k])
                return false;
        }

        return true;
    }
}
