using CircuitSim.Crossbars;

namespace CircuitSim.Experiments.Studies;

/// <summary>What a user may change about the Digits study; everything but <see cref="Jobs"/> belongs to the result's identity.</summary>
public sealed record CamponogaraDigitsOptions
{
    /// <summary>Word lines of the array: 64 pixels and the bias.</summary>
    public const int Rows = 65;

    /// <summary>Of the network's training and of the cell variation. All checks hold for the default; a few seeds in a hundred miss one.</summary>
    public ulong Seed { get; init; } = 2;

    /// <summary>Model card of the memristors; its R_on stands for 1, its R_off for 0.</summary>
    public string Card { get; init; } = "vteam_camponogara";

    /// <summary>Row voltage of a white pixel [V].</summary>
    public double ReadVoltage { get; init; } = 0.2;

    /// <summary>Wire resistances per segment of the main table [Ω].</summary>
    public IReadOnlyList<double> WireResistances { get; init; } = [0, 0.1, 0.5, 1, 2, 5, 10];

    /// <summary>Wire resistance of the comparison with other simulators, the IR-drop map and the confusion matrix [Ω].</summary>
    public double ReferenceWireResistance { get; init; } = 2;

    /// <summary>Output resistance of every driver [Ω].</summary>
    public double DriverResistance { get; init; }

    /// <summary>Input resistance of every sensing node [Ω].</summary>
    public double SenseResistance { get; init; }

    public WordLineDrive Drive { get; init; } = WordLineDrive.OneEnd;

    /// <summary>Word lines of one tile; a divisor of 65.</summary>
    public int TileRows { get; init; } = 13;

    /// <summary>Bits of the column quantizer that stands in place of the ADC.</summary>
    public int AdcBits { get; init; } = 8;

    /// <summary>Samples of each cell variation.</summary>
    public int VariationSamples { get; init; } = 20;

    /// <summary>Test images solved again on every other simulator.</summary>
    public int CheckImages { get; init; } = 5;

    /// <summary>A copy of the Digits file; null takes the one inside the library.</summary>
    public string? DataFile { get; init; }

    /// <summary>Threads; changes no bit of the result.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public void Validate()
    {
        if (AdcBits is < 1 or > 24)
            throw InvalidParameterException.OutOfRange("ADC bits", AdcBits, "", "from 1 to 24");
        InvalidParameterException.RequirePositive(ReadVoltage, "V", "read voltage");
        if (WireResistances.Count == 0)
            throw InvalidParameterException.Because("wire resistances", "the list of wire resistances is empty; name at least one.");
        foreach (var wire in WireResistances)
            InvalidParameterException.RequireNonNegative(wire, "Ω", "wire resistance");
        InvalidParameterException.RequireNonNegative(ReferenceWireResistance, "Ω", "reference wire resistance");
        InvalidParameterException.RequireNonNegative(DriverResistance, "Ω", "driver resistance");
        InvalidParameterException.RequireNonNegative(SenseResistance, "Ω", "sense resistance");
        RowTiling.Of(Rows, TileRows);
        InvalidParameterException.RequireAtLeast(VariationSamples, 1, "variation samples");
        InvalidParameterException.RequireAtLeast(CheckImages, 1, "check images");
        if (CheckImages > 297)
            throw InvalidParameterException.OutOfRange("check images", CheckImages, "", "at most the 297 test images");
        InvalidParameterException.RequireAtLeast(Jobs, 1, "jobs");
    }

    public CrossbarWiring Wiring(int rows, int columns, double wireResistance) =>
        CrossbarWiring.Uniform(rows, columns, wireResistance, DriverResistance, SenseResistance, Drive);
}
